package dev.azulejo.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains is killed (SIGKILL) wherever it happens to be; resumed, the run ends with the same bytes. */
class KilledProcessTest {
    private static final int STEPS = 60;
    private static final LoopOptions OPTIONS =
            LoopOptions.of(STEPS).withLogEvery(3).withCheckpoints(2, null).withEvaluateEvery(7);

    @TempDir
    Path folder;

    /** What the process runs: trains the run in this folder as far as it gets. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) {
            train(Path.of(arguments[0]));
        }
    }

    private static void train(Path path) {
        RunDirectory run = RunDirectory.exists(path)
                ? RunDirectory.open(path)
                : RunDirectory.create(path, RunInfo.of("regression", Map.of(), 7, "made up", "abc"));
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            new TrainingLoop(run, new Regression(engine, 7, step -> {}), OPTIONS, Progress.NONE).run();
        }
    }

    @Test
    @Timeout(120)
    void resumesToTheSameBytes() throws IOException, InterruptedException {
        Path straight = folder.resolve("straight");
        train(straight);
        Path killed = folder.resolve("killed");
        for (long more : new long[] {2, 17, 12}) {
            long reached = newest(killed) + more;
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Training.class.getName(),
                            killed.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                while (newest(killed) < reached && process.isAlive()) {
                    Thread.sleep(1);
                }
                assertRefusesASecondTrainer(killed, process);
                Thread.sleep(reached % 7); // somewhere in a step, a line or a checkpoint
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(newest(killed))
                    .as(Files.readString(folder.resolve("output")))
                    .isGreaterThanOrEqualTo(reached);
            assertThat(Checkpoints.of(RunDirectory.open(killed)).damaged()).isEmpty();
        }
        train(killed);
        assertThat(content(killed)).isEqualTo(content(straight));
    }

    private static void assertRefusesASecondTrainer(Path run, Process trainer) throws InterruptedException {
        try (RunLock _ = RunDirectory.open(run).lock()) {
            assertThat(trainer.waitFor(30, TimeUnit.SECONDS))
                    .as("the first one has ended")
                    .isTrue();
        } catch (UserException e) {
            assertThat(e).hasMessageContaining("is being trained already");
        }
    }

    private static long newest(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (Stream<Path> folders = Files.list(checkpoints)) {
            return folders.map(p -> p.getFileName().toString())
                    .filter(name -> name.matches("[0-9]+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        }
    }

    /** The bytes of every file of a run, as text; what killed processes left aside must be gone too. */
    private static Map<String, String> content(Path run) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        run.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return all;
    }
}
