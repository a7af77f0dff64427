package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs that earlier versions wrote are opened, used and gone on with. {@code runs/VERSION} holds small complete runs, made
 * by the command of that version with plain loops, and under {@code expected} what that version made of them next: its
 * figures, its pictures, and the weights after more steps. Plain loops must still give those bits; other kernels add in
 * another order.
 */
class GoldenRunsTest {
    private static final Path RUNS = Path.of("src/test/resources/runs/0.1");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "gradient, scalar",
        "gradient, vector",
        "ema, scalar",
        "ema, vector",
        "three, scalar",
        "three, vector",
        "single, scalar",
        "single, vector"
    })
    void figuresAreWhatTheyWere(String name, String backend) throws IOException {
        Path run = copy(name);
        JsonObject expected = Json.readObject(RUNS.resolve("expected/" + name + ".json"));
        JsonObject now = azulejo("evaluate", "--backend", backend, "--run", run, "--data", data());
        for (String figure : List.of("mse", "psnr", "ssim")) {
            assertThat(now.number(figure)).as(figure).isCloseTo(expected.number(figure), within(1e-5));
        }
        assertThat(now.list("levels")).hasToString(expected.list("levels").toString());
        JsonObject priors = expected.object("priors");
        for (String level : priors.members().keySet()) {
            assertThat(now.object("priors").object(level).number("nats_per_code"))
                    .isCloseTo(priors.object(level).number("nats_per_code"), within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gradient, scalar, 0",
        "gradient, vector, 1e-5",
        "ema, scalar, 0",
        "ema, vector, 1e-5",
        "single, scalar, 0",
        "single, vector, 1e-5"
    })
    void trainingIsGivenMoreSteps(String name, String backend, float tolerance) throws IOException {
        Path run = copy(name);
        azulejo("train", "--backend", backend, "--run", run, "--data", data(), "--resume", "--steps", 130);
        requireWeights(run.resolve("checkpoints/130/model.safetensors"), name + "/model.safetensors", tolerance);
    }

    /** The run was stopped at step 21. Weights of other kernels have drifted apart after so many steps. */
    @ParameterizedTest
    @CsvSource("scalar, 0")
    void trainingThatWasStoppedGoesOnAlongItsCosine(String backend, float tolerance) throws IOException {
        Path run = copy("three");
        azulejo("train", "--backend", backend, "--run", run, "--data", data(), "--resume");
        requireWeights(run.resolve("checkpoints/300/model.safetensors"), "three/model.safetensors", tolerance);
    }

    @ParameterizedTest
    @CsvSource({"gradient, scalar, 0", "gradient, vector, 1e-5", "ema, scalar, 0", "ema, vector, 1e-5"})
    void priorsSampleAndAreGivenMoreSteps(String name, String backend, float tolerance) throws IOException {
        Path run = copy(name);
        requirePicture(name + "-samples.png", backend, run, "--count", 4, "--seed", 7);
        requirePicture(
                name + "-discs.png",
                backend,
                run,
                "--count",
                2,
                "--seed",
                7,
                "--class",
                "discs",
                "--temperature",
                0.8,
                "--top-k",
                5);
        for (String level : List.of("top", "bottom")) {
            azulejo("train-prior", "--backend", backend, "--run", run, "--level", level, "--resume", "--steps", 25);
            String weights = "priors/" + level + "/average.safetensors";
            requireWeights(
                    run.resolve("priors/" + level + "/checkpoints/25/average.safetensors"),
                    name + "/" + weights,
                    tolerance);
        }
    }

    private void requirePicture(String golden, String backend, Path run, Object... options) throws IOException {
        Path out = folder.resolve("out-" + golden);
        azulejo(
                "sample",
                Stream.concat(Stream.of("--backend", backend, "--run", run, "--out", out), Stream.of(options))
                        .toArray());
        BufferedImage now = ImageIO.read(out.toFile());
        BufferedImage expected =
                ImageIO.read(RUNS.resolve("expected").resolve(golden).toFile());
        int[] pixels = now.getRaster().getPixels(0, 0, now.getWidth(), now.getHeight(), (int[]) null);
        int[] before = expected.getRaster().getPixels(0, 0, expected.getWidth(), expected.getHeight(), (int[]) null);
        assertThat(now.getWidth()).isEqualTo(expected.getWidth());
        assertThat(pixels).hasSameSizeAs(before);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).as("%s, sample %d", golden, i).isCloseTo(before[i], within(1));
        }
    }

    private static void requireWeights(Path written, String golden, float tolerance) {
        SafetensorsFile now = SafetensorsFile.read(written);
        SafetensorsFile expected = SafetensorsFile.read(RUNS.resolve("expected").resolve(golden));
        assertThat(now.tensors())
                .containsOnlyKeys(expected.tensors().keySet().stream()
                        .map(GoldenRunsTest::nameNow)
                        .toList());
        expected.tensors().forEach((then, tensor) -> {
            String name = nameNow(then);
            assertThat(now.tensor(name).shape()).as(name).isEqualTo(tensor.shape());
            if (tolerance == 0) {
                assertThat(now.tensor(name).floats()).as(name).containsExactly(tensor.floats());
            } else {
                assertThat(now.tensor(name).floats())
                        .as(name)
                        .containsExactly(tensor.floats(), Offset.offset(tolerance));
            }
        });
    }

    /** 0.1 wrote the codes of moving averages as {@code vq_bot.weight}. */
    private static String nameNow(String name) {
        return name.replaceFirst("^(vq\\w*)\\.weight$", "$1.embedding.weight");
    }

    private static JsonObject azulejo(String command, Object... options) {
        return Ran.azulejo(Stream.concat(Stream.of(command, "--json", "--quiet"), Stream.of(options))
                        .toArray())
                .json();
    }

    private static Path data() {
        return RUNS.resolve("images");
    }

    /** A copy, since going on writes. */
    private Path copy(String name) throws IOException {
        return Runs.copy(RUNS.resolve(name), folder.resolve(name));
    }
}
