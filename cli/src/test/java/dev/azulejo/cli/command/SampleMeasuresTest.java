package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --samples}: new images beside real ones. */
class SampleMeasuresTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static Path images;

    @BeforeAll
    static void train() throws IOException {
        images = folder.resolve("images");
        Shapes.write(images.resolve("train"), 16);
        Shapes.write(images.resolve("test"), 16);
        run = folder.resolve("run");
        Runs.train(images, run, 60);
        Runs.priors(run, 3);
    }

    private static void trainClassifier(Path to) {
        Ran.azulejo(
                        "train-classifier",
                        "--run",
                        to,
                        "--batch",
                        8,
                        "--steps",
                        20,
                        "--set",
                        "width=4",
                        "--set",
                        "learning_rate=0.01",
                        "--quiet")
                .succeeded();
    }

    @Test
    void newImagesAreMeasuredBesideRealOnes() throws IOException {
        Ran.azulejo("evaluate", "--run", run, "--samples", 30, "--quiet")
                .failed(1, "has no classifier yet", "azulejo train-classifier --run");
        trainClassifier(run);
        Ran.azulejo("evaluate", "--run", run, "--samples", 3, "--quiet").failed(1, "found 3", "at least 4");
        Ran.azulejo("evaluate", "--run", run, "--samples", 0).failed(2, "--samples", "found 0");
        Ran.azulejo("evaluate", "--run", run, "--accept", 0.5).failed(2, "--accept", "--samples N");
        Ran.azulejo("evaluate", "--run", run, "--samples", 30, "--accept", 0.01, "--quiet")
                .failed(2, "--accept");
        assertThat(Ran.azulejo("evaluate", "--run", run, "--json", "--quiet")
                        .json()
                        .members())
                .doesNotContainKey("measures");
        JsonObject json = measured(2);
        JsonObject measures = json.object("measures");
        assertThat(json.members()).containsKeys("mse", "bits_per_dimension");
        assertThat(measures.members())
                .containsEntry("samples", 30L)
                .containsEntry("compared", 24L)
                .containsKeys("picture");
        JsonObject sets = measures.object("sets");
        assertThat(sets.members())
                .containsOnlyKeys("held_out_images", "reconstructions", "samples", "accepted_samples");
        JsonObject real = sets.object("held_out_images");
        // The held-out images are those that were learned from, in this test.
        assertThat(real.number("frechet_distance")).isLessThan(1e-6);
        assertThat(real.number("precision")).isEqualTo(1);
        assertThat(real.number("recall")).isEqualTo(1);
        assertThat(real.number("nearer")).isEqualTo(0.5);
        assertThat(real.number("of_real_accuracy")).isEqualTo(1);
        assertThat(sets.object("samples").members()).containsKeys("accuracy", "of_real_accuracy");
        assertThat(sets.object("samples").number("frechet_distance")).isPositive();
        assertThat(sets.object("reconstructions").members()).doesNotContainKey("accuracy");
        assertThat(ImageIO.read(Path.of(measures.text("picture")).toFile()).getHeight())
                .isEqualTo(2 * 14 + 4 * 84 - 4 + 10);
        assertThat(measured(1).object("measures").members().get("sets"))
                .isEqualTo(measures.members().get("sets"));
        String text = Ran.azulejo("evaluate", "--run", run, "--samples", 30, "--quiet")
                .succeeded()
                .out();
        assertThat(text).contains("held-out images", "frechet", "accuracy", "samples");
        assertThat(text.lines().filter(line -> !line.contains(".png"))).allMatch(line -> line.length() <= 80);
        assertThat(Files.exists(run.resolve("nearest.png"))).isTrue();
    }

    private static JsonObject measured(int threads) {
        return Ran.azulejo(
                        "evaluate",
                        "--run",
                        run,
                        "--samples",
                        30,
                        "--accept",
                        0.25,
                        "--threads",
                        threads,
                        "--json",
                        "--quiet")
                .json();
    }
}
