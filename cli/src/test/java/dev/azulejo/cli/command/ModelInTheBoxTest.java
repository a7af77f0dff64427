package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.nn.io.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with azulejo, used by those who named no run. */
class ModelInTheBoxTest {
    private static final Path MODEL = Path.of("../models/fashion-mnist.azulejo");

    @TempDir
    Path folder;

    @BeforeEach
    void asTheLauncherDoes() {
        System.setProperty("azulejo.model", MODEL.toString());
    }

    @AfterEach
    void withoutIt() {
        System.clearProperty("azulejo.model");
    }

    private static Ran azulejo(Object... words) {
        return Ran.azulejo(Stream.concat(Arrays.stream(words), Stream.of("--quiet", "--json"))
                .toArray());
    }

    @Test
    void drawsAClass() throws Exception {
        JsonObject said = azulejo("sample", "--class", "Bag", "--count", 4, "--out", folder + "/bags/")
                .json();
        assertThat(said.whole("images")).isEqualTo(4);
        int[] pixels = ImageIO.read(folder.resolve("bags/0000.png").toFile())
                .getRaster()
                .getPixels(0, 0, 32, 32, (int[]) null);
        assertThat(Arrays.stream(pixels).min()).as("the ground is dark").hasValue(0);
        assertThat(Arrays.stream(pixels).filter(value -> value > 100).count())
                .as("and the bag is bright and large")
                .isGreaterThan(100);
    }

    @Test
    void isAsGoodAsItsPageSaysAndAsSmall() throws Exception {
        assertThat(Files.size(MODEL)).isLessThan(7_000_000);
        JsonObject shown = azulejo("reconstruct", "--count", 200, "--out", folder.resolve("r.png"))
                .json();
        assertThat(shown.number("mse")).isLessThan(0.003);
        assertThat(Files.readString(MODEL.resolveSibling("README.md"))).contains("6.6 MB");
    }
}
