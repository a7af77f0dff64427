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
        Path images = Shapes.write(folder.resolve("images"), 16);
        good = folder.resolve("good");
        Runs.train(images, good, 2, "--set", "hidden=4");
        Ran.quietly("train", "--run", good, "--resume", "--steps", 3).succeeded();
        Runs.priors(good, 2);
    }

    @Test
    void checkpointsAreReadOnceToVerifyThem() throws Exception {
        for (String command : List.of("sample", "interpolate")) {
            Map<String, Long> read =
                    FileReads.of(UNUSED, () -> run(command, good).succeeded());
            assertThat(read).as(command).hasSize(command.equals("sample") ? 3 : 1);
            read.forEach((file, bytes) -> assertThat(bytes)
                    .as(command + " " + file)
                    .isEqualTo(Path.of(file).toFile().length()));
        }
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
