package dev.azulejo.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run remembers of its images, what is held out, and what commands say of it. */
class DataOptionsTest {
    @TempDir
    static Path folder;

    private static Path images;
    private static Path judges;
    private static Path run;
    private static String said;

    @BeforeAll
    static void train() throws IOException {
        images = Shapes.write(folder.resolve("images"), 16);
        Files.writeString(images.resolve("squares/photo.webp"), "RIFF");
        judges = folder.resolve("judges");
        for (int i = 0; i < 5; i++) {
            Path file = judges.resolve("stripes").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(Shapes.image(16, false, 40 + i), "png", file.toFile());
        }
        run = folder.resolve("run");
        said = train("train", "--data", images, "--held-out", judges, "--run", run)
                .err();
    }

    private static Ran train(Object... words) {
        Object[] more = {"--preset", "tiny", "--set", "hidden=4", "--batch", 4, "--steps", 2};
        return Ran.azulejo(Stream.concat(Stream.of(words), Stream.of(more)).toArray())
                .succeeded();
    }

    @Test
    void whatWasFoundIsSaidOnce() {
        assertThat(said)
                .containsOnlyOnce("29 images, 24 to learn from, 5 held out (" + judges + ")")
                .containsOnlyOnce("2 classes: 0 squares (12), 1 stripes (17)")
                .containsOnlyOnce("1 .webp (cannot be read; convert to PNG or JPEG)");
    }

    @Test
    void aRunRemembersItsImages() throws IOException {
        String evaluated = Ran.azulejo("evaluate", "--run", run).succeeded().out();
        assertThat(evaluated).startsWith("images         5");
        assertThat(Ran.azulejo("evaluate", "--run", run, "--data", images)
                        .succeeded()
                        .out())
                .startsWith("images         2");
        assertThat(Ran.azulejo("evaluate", "--run", run, "--data", images, "--held-out", judges, "--no-cache")
                        .succeeded()
                        .out())
                .isEqualTo(evaluated);
        Ran.azulejo("encode", "--run", run, "--quiet").succeeded();
        List<String> rows = Files.readAllLines(run.resolve("codes.rows.csv"));
        assertThat(rows).hasSize(30);
        assertThat(rows.get(24)).isEqualTo("23,stripes/image-23.png,stripes,train");
        assertThat(rows.get(25)).isEqualTo("24," + judges + "/stripes/0.png,stripes,held-out");
        Ran.azulejo("reconstruct", "--run", run, "--quiet").succeeded();
        Path elsewhere = Files.createSymbolicLink(folder.resolve("elsewhere"), images);
        Ran.azulejo("train", "--run", run, "--data", elsewhere, "--resume", "--steps", 3, "--quiet")
                .succeeded();
    }

    @Test
    void imagesThatAreGoneAreAskedFor() throws IOException {
        Path moved = Shapes.write(folder.resolve("moved"), 16);
        Path other = folder.resolve("other");
        train("train", "--data", moved, "--run", other, "--quiet");
        Path now = Files.move(moved, folder.resolve("now"));
        Ran.azulejo("evaluate", "--run", other).failed(1, moved.toString(), "say where they are with --data");
        Ran.azulejo("train", "--run", other, "--data", now, "--resume", "--steps", 3, "--quiet")
                .succeeded();
    }
}
