package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    static Path folder;

    private static Path images;

    @BeforeAll
    static void paint() throws IOException {
        images = Shapes.write(folder.resolve("images"), 16);
    }

    private static Object[] words(Path out, Object... more) {
        return Stream.concat(
                        Stream.of(
                                "compare",
                                "--data",
                                images,
                                "--out",
                                out,
                                "--preset",
                                "tiny",
                                "--batch",
                                8,
                                "--steps",
                                4,
                                "--seeds",
                                2,
                                "--quiet"),
                        Stream.of(more))
                .toArray();
    }

    @Test
    void everyNumberOfLevelsIsTrainedAlikeWithEverySeed() {
        Path out = folder.resolve("levels");
        JsonObject json = Ran.azulejo(words(out, "--json")).json();
        for (String levels : List.of("levels=1", "levels=2")) {
            JsonObject figures = json.object("models").object(levels);
            assertThat((List<?>) figures.members().get("mse")).hasSize(2).doesNotHaveDuplicates();
            assertThat((List<?>) figures.members().get("ssim")).hasSize(2);
            assertThat(figures.whole("bits_per_image")).isEqualTo(levels.equals("levels=1") ? 80 : 100);
        }
        assertThat(json.whole("steps")).isEqualTo(4);
        assertThat(out.resolve("compared.png")).exists();
        // A run of its own is what train makes of the same options.
        JsonObject evaluated = Ran.azulejo("evaluate", "--run", out.resolve("levels-2-seed-1"), "--json", "--quiet")
                .json();
        assertThat(((List<?>) json.object("models").object("levels=2").members().get("mse")).getLast())
                .isEqualTo(evaluated.number("mse"));
        String text = Ran.azulejo(words(out)).succeeded().out();
        assertThat(text.lines().limit(3))
                .allMatch(line -> line.length() <= 80)
                .last()
                .asString()
                .contains("+-");
        Ran.azulejo(words(out, "--set", "hidden=8")).failed(1, "hidden 16, found 8");
    }

    @Test
    void modelsOfAnySettingsAreComparedWithEqualPriors() {
        Path out = folder.resolve("quantizers");
        String residual = "quantizer=residual codes=4";
        Object[] words = words(out, "--each", "quantizer=ema", "--each", residual, "--prior-steps", 2);
        JsonObject models = Ran.azulejo(
                        Stream.concat(Stream.of(words), Stream.of("--json")).toArray())
                .json()
                .object("models");
        assertThat(models.members()).containsOnlyKeys("quantizer=ema", residual);
        JsonObject figures = models.object(residual);
        assertThat(figures.whole("bits_per_image")).isEqualTo(2 * 2 * (16 + 4));
        JsonObject evaluated = Ran.azulejo(
                        "evaluate", "--run", out.resolve("quantizer-residual-codes-4-seed-0"), "--json", "--quiet")
                .json();
        assertThat(ofSeed0(figures, "mse")).isEqualTo(evaluated.number("mse"));
        assertThat(ofSeed0(figures.object("levels").object("top"), "nats_per_code"))
                .isEqualTo(evaluated.object("priors").object("top").number("nats_per_code"));
        double nats = evaluated.number("bits_per_dimension") * Math.log(2) * 16 * 16 * 3;
        assertThat(ofSeed0(figures, "nats_per_image")).isCloseTo(nats, within(1e-9 * nats));
        String text = Ran.azulejo(words).succeeded().out();
        assertThat(text).contains("nats per code", "codes used", residual, "an image");
    }

    /** Two levels take multiples of 8, so all images are padded from 20 to 24, those of the model of one level too. */
    @Test
    void aRunTakesItsImagesAsTheyWerePaddedForAllModels() throws IOException {
        Path out = folder.resolve("padded");
        Path odd = Shapes.write(folder.resolve("odd"), 20);
        Object[] words = words(out, "--json");
        words[2] = odd;
        JsonObject figures = Ran.azulejo(words).json().object("models").object("levels=1");
        Path run = out.resolve("levels-1-seed-0");
        JsonObject evaluated =
                Ran.azulejo("evaluate", "--run", run, "--json", "--quiet").json();
        assertThat(evaluated.number("mse")).isEqualTo(ofSeed0(figures, "mse"));
        Ran.azulejo("train", "--run", run, "--resume", "--steps", 5, "--quiet").succeeded();
    }

    private static double ofSeed0(JsonObject figures, String name) {
        return (double) ((List<?>) figures.members().get(name)).getFirst();
    }

    @Test
    void stoppedItGoesOn() {
        Path out = folder.resolve("stopped");
        Interrupt interrupt = new Interrupt();
        interrupt.request();
        assertThat(Ran.azulejo(interrupt, words(out)).status()).isEqualTo(130);
        Ran.azulejo(words(out)).succeeded();
    }

    @Test
    void whatCannotBeComparedIsRefusedInOneLine() {
        Path out = folder.resolve("refused");
        Ran.azulejo("compare", "--out", out).failed(2, "missing --data");
        Ran.azulejo(words(out, "--levels", "2,2")).failed(2, "--levels", "two numbers");
        Ran.azulejo(words(out, "--levels", "1,9")).failed(2, "levels");
        Ran.azulejo(words(out, "--set", "levels=3")).failed(2, "--levels");
        Ran.azulejo(words(out, "--each", "levels=1")).failed(2, "--each", "two models");
        Ran.azulejo(words(out, "--each", "codes=4", "--each", "codes=x")).failed(2, "codes");
        Ran.azulejo(words(out, "--each", "codes=4", "--levels", "1,2")).failed(2, "--each", "leave one of them out");
        assertThat(out).doesNotExist();
    }
}
