package dev.azulejo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.FileReads;
import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a run's priors fit its model is found out once, and again when its files are others. */
class MissingPriorsTest {
    /** The file of a checkpoint that using it does not read, but verifying it does. */
    private static final String UNUSED = "optimizer.safetensors";

    @TempDir
    static Path folder;

    private static Path good;

    @BeforeAll
    static void train() throws IOException {
        good = folder.resolve("good");
        Runs.train(Shapes.write(folder.resolve("images"), 16), good, 2, "--set", "hidden=4");
        Runs.priors(good, 2);
    }

    @Test
    void aCheckpointIsReadOnceHoweverOftenThePageAsks() throws Exception {
        Path run = Runs.copy(good, folder.resolve("asked"));
        try (Served served = new Served(run)) { // Has asked once.
            Map<String, Long> again = FileReads.of(UNUSED, () -> {
                served.get("/run");
                return served.get("/run");
            });
            assertThat(again).isEmpty();
            Map<String, Long> drawn = FileReads.of(UNUSED, () -> {
                served.post("/sample", Map.of());
                return served.post("/sample", Map.of());
            });
            assertThat(drawn).hasSize(3); // The model's and those of two priors, as each is opened.
            drawn.forEach((file, bytes) ->
                    assertThat(bytes).as(file).isEqualTo(Path.of(file).toFile().length()));
        }
    }

    @Test
    void aNewCheckpointIsSeenAndADamagedOneSaid() throws Exception {
        Path run = Runs.copy(good, folder.resolve("changed"));
        try (Served served = new Served(run)) {
            assertThat(served.get("/run").members()).containsEntry("priors_missing", null);
            Ran.quietly("train", "--run", run, "--resume", "--steps", 3).succeeded();
            for (int i = 0; i < 2; i++) {
                assertThat(served.get("/run").text("priors_missing"))
                        .contains("learned codes of the model at step 2, which is at step 3 now");
            }
            damage(run, 3); // So the one before is used.
            assertThat(served.get("/run").members()).containsEntry("priors_missing", null);
            damage(run, 2);
            for (int i = 0; i < 2; i++) {
                Served.failed(served.send("/run", null), 400, "checkpoints/3: is no complete checkpoint", UNUSED);
            }
        }
    }

    private static void damage(Path run, int step) throws IOException {
        Path file = run.resolve("checkpoints").resolve(String.valueOf(step)).resolve(UNUSED);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }
}
