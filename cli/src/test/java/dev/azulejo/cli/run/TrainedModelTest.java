package dev.azulejo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.FileReads;
import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands use of a run is verified once, and what is damaged is said once. */
class TrainedModelTest {
    /** The file of a checkpoint that using it does not read, but verifying it does. */
    private static final String UNUSED = "optimizer.safetensors";

    @TempDir
    static Path folder;

    private static Path good;

    @BeforeAll
    static void train() throws IOException {
        Path images = folder.resolve("images");
        Shapes.write(images.resolve("train"), 16);
        Shapes.write(images.resolve("test"), 16);
        good = folder.resolve("good");
        Runs.train(images, good, 2, "--set", "hidden=4");
        Ran.quietly("train", "--run", good, "--resume", "--steps", 3).succeeded();
        Runs.priors(good, 2);
        Ran.quietly("train-classifier", "--run", good, "--batch", 4, "--steps", 2, "--set", "width=4")
                .succeeded();
    }

    @Test
    void checkpointsAreReadOnceToVerifyThem() throws Exception {
        assertReadOnce(1, "interpolate --out OUT.png");
        assertReadOnce(3, "sample --out OUT.png");
        assertReadOnce(4, "sample --accept 0.5 --count 2 --out OUT.png");
        assertReadOnce(4, "evaluate --samples 24");
        assertReadOnce(4, "evaluate --samples 24 --accept 0.5");
        assertReadOnce(1, "export --to npy --out OUT");
        assertReadOnce(4, "export --to bundle --out OUT.azulejo");
    }

    /** The model's checkpoint, and those of priors and classifier where a command uses them. */
    private static void assertReadOnce(int checkpoints, String command) throws Exception {
        Path out = Files.createTempDirectory(folder, "out").resolve("made");
        Object[] words = Stream.concat(
                        Stream.of(command.replace("OUT", out.toString()).split(" ")), Stream.of("--run", good))
                .toArray();
        Map<String, Long> read = FileReads.of(UNUSED, () -> Ran.quietly(words).succeeded());
        assertThat(read).as(command).hasSize(checkpoints);
        read.forEach((file, bytes) -> assertThat(bytes)
                .as(command + " " + file)
                .isEqualTo(Path.of(file).toFile().length()));
    }

    @Test
    void aDamagedCheckpointIsPassedOverAndSaidOnce() throws IOException {
        Path run = Runs.copy(good, folder.resolve("damaged"));
        Path file = run.resolve("checkpoints/3").resolve(UNUSED);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        for (String command : List.of("interpolate", "reconstruct", "analyze", "encode")) {
            assertPassedOverOnce(run(command, run).succeeded(), run);
        }
        // The priors learned codes of the damaged one.
        Ran sampled = run("sample", run);
        assertPassedOverOnce(sampled, run);
        assertThat(sampled.status()).isEqualTo(1);
    }

    private static void assertPassedOverOnce(Ran ran, Path run) {
        assertThat(ran.err().lines().filter(line -> line.contains("passed over")))
                .singleElement()
                .asString()
                .contains(run.resolve("checkpoints/3: passed over (" + UNUSED).toString())
                .contains(run.resolve("checkpoints/2").toString());
    }

    private static Ran run(String command, Path run) {
        return Ran.quietly(
                command, "--run", run, "--out", folder.resolve(command + (command.equals("analyze") ? "" : ".png")));
    }
}
