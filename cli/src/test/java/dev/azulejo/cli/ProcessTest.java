package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals, pipes that close, memory that runs out. */
class ProcessTest {
    private static final long PATIENCE = 120;

    @TempDir
    Path folder;

    private Path err;

    private Process start(List<String> flags, Object... arguments) throws IOException {
        return start(Redirect.PIPE, flags, arguments);
    }

    private Process start(Redirect out, List<String> flags, Object... arguments) throws IOException {
        err = folder.resolve("stderr");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("dev.azulejo.cli.Azulejo");
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(err.toFile())
                .start();
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What it said, without what the JVM itself says about the Vector API and flags of the environment. */
    private List<String> said() throws IOException {
        return Files.readAllLines(err).stream()
                .filter(line -> !line.contains("incubator modules") && !line.contains("Picked up "))
                .toList();
    }

    @Test
    void aSignalLeavesARunThatGoesOn() throws Exception {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve("run");
        Process process = start(
                List.of(),
                "train",
                "--data",
                images,
                "--run",
                run,
                "--preset",
                "tiny",
                "--batch",
                4,
                "--steps",
                9999999);
        try {
            Path metrics = run.resolve("metrics.jsonl");
            for (int i = 0; i < 10 * PATIENCE && !Files.exists(metrics); i++) {
                Thread.sleep(100);
            }
            process.destroy();
            assertThat(status(process)).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
        assertThat(said().getLast())
                .startsWith("azulejo: stopped after step ")
                .contains("azulejo train --run " + run + " --resume");
        long step;
        try (var checkpoints = Files.list(run.resolve("checkpoints"))) {
            step = Long.parseLong(checkpoints.toList().getFirst().getFileName().toString());
        }
        Ran.azulejo("train", "--run", run, "--resume", "--steps", step + 1, "--quiet")
                .succeeded();
        assertThat(run.resolve("checkpoints/" + (step + 1) + "/state.json")).exists();
    }

    @Test
    void aReaderThatGoesAwayIsNoFailure() throws Exception {
        Process process = start(List.of(), "info");
        process.getInputStream().close();
        assertThat(status(process)).isZero();
        assertThat(said()).isEmpty();
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "Linux has /dev/full");
        Process process = start(Redirect.to(new File("/dev/full")), List.of(), "info", "--json");
        assertThat(status(process)).isEqualTo(1);
        assertThat(said()).hasSize(1);
        assertThat(said().getFirst()).startsWith("azulejo: cannot write the result to stdout");
    }

    @Test
    void memoryThatRunsOutIsOneLineThatSaysWhatToChange() throws Exception {
        Process process = start(List.of("-Xmx64m"), "bench", "gemm", "--size", 8192, "--quiet");
        assertThat(status(process)).isEqualTo(1);
        assertThat(said()).hasSize(1);
        assertThat(said().getFirst()).startsWith("azulejo: out of memory").contains("--batch", "AZULEJO_OPTS=-Xmx");
    }
}
