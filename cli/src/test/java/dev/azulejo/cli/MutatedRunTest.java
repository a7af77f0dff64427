package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.random.Philox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with codes and priors of which one file was changed: each command gives what it gave before, or one line that names
 * the file. {@code -Dazulejo.trials=5000} makes more of it than a build can afford.
 */
class MutatedRunTest {
    private static final int TRIALS = Integer.getInteger("azulejo.trials", 100) / 2;

    @TempDir
    Path folder;

    private final Map<String, String> expected = new HashMap<>();

    @Test
    void rightResultsOrOneLine() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path good = folder.resolve("good");
        Runs.train(images, good, 2, "--set", "hidden=4");
        Ran.quietly("train", "--run", good, "--resume", "--steps", 3).succeeded();
        Ran.quietly("encode", "--run", good, "--data", images).succeeded();
        for (String level : new String[] {"top", "bottom"}) {
            Runs.prior(good, level, 2);
            Ran.quietly("train-prior", "--run", good, "--level", level, "--resume", "--steps", 3)
                    .succeeded();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(good)) {
            files = all.filter(Files::isRegularFile)
                    .map(good::relativize)
                    .filter(file -> !file.endsWith(".lock") && !file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        for (String command : List.of("evaluate", "sample", "train-prior")) {
            Path run = Runs.copy(good, folder.resolve("expected-" + command));
            Ran ran = run(command, run, images);
            expected.put(command, result(command, ran.succeeded(), run));
        }
        for (int trial = 0; trial < TRIALS; trial++) {
            Path file = files.get((int) Philox.below(files.size(), 9, 1, trial, 0));
            String command = List.of("evaluate", "sample", "train-prior").get((int) Philox.below(3, 9, 2, trial, 0));
            Path run = Runs.copy(good, folder.resolve("run-" + trial));
            byte[] bytes = Files.readAllBytes(run.resolve(file));
            Files.write(run.resolve(file), changed(bytes, trial));
            String what = "trial " + trial + ": " + file + " changed, then " + command;
            Ran ran = run(command, run, images);
            assertThat(ran.err()).as(what).doesNotContain("Exception");
            boolean told = ran.err().contains(file.getFileName().toString());
            if (ran.status() == 0) {
                if (!told) {
                    assertThat(result(command, ran, run)).as(what).isEqualTo(expected.get(command));
                }
            } else {
                assertThat(told).as(what + ": " + ran.err()).isTrue();
                assertThat(ran.status()).as(what).isEqualTo(1);
            }
        }
    }

    private static Ran run(String command, Path run, Path images) {
        return switch (command) {
            case "evaluate" -> Ran.azulejo("evaluate", "--run", run, "--data", images, "--json", "--quiet");
            case "sample" -> Ran.azulejo("sample", "--run", run, "--count", 2, "--out", run + ".png", "--quiet");
            default ->
                Ran.azulejo(
                        "train-prior", "--run", run, "--level", "top", "--resume", "--steps", 4, "--json", "--quiet");
        };
    }

    private static String result(String command, Ran ran, Path run) throws IOException {
        return switch (command) {
            case "evaluate" -> ran.out();
            case "sample" -> Arrays.toString(Files.readAllBytes(Path.of(run + ".png")));
            default -> Arrays.toString(Files.readAllBytes(run.resolve("priors/top/checkpoints/4/average.safetensors")));
        };
    }

    /** A bit flipped, the end cut off or doubled, or a piece put elsewhere. */
    private static byte[] changed(byte[] good, int trial) {
        int at = (int) Philox.below(good.length, 9, 3, trial, 0);
        int from = (int) Philox.below(good.length, 9, 4, trial, 0);
        byte[] bytes = good.clone();
        switch ((int) Philox.below(4, 9, 5, trial, 0)) {
            case 0 -> bytes = Arrays.copyOf(good, at);
            case 1 -> bytes = Arrays.copyOf(good, good.length + 1 + at);
            case 2 -> System.arraycopy(good, from, bytes, at, Math.min(50, good.length - Math.max(at, from)));
            default -> bytes[at] ^= (byte) (1 << Philox.below(8, 9, 6, trial, 0));
        }
        return bytes;
    }
}
