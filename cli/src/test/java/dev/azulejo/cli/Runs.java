package dev.azulejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs of the preset {@code tiny}, made by the command: what tests of everything else begin with. */
public final class Runs {
    private static final List<String> LEVELS = List.of("top", "bottom");

    private Runs() {}

    /** Trains a model on images; {@code more} are further words of the command. */
    public static void train(Path images, Path run, int steps, Object... more) {
        run(Stream.of("train", "--data", images, "--run", run, "--preset", "tiny", "--steps", steps), more);
    }

    /** Encodes the run's images and trains a prior over the codes of each of its two levels. */
    public static void priors(Path run, int steps, Object... more) {
        Ran.quietly("encode", "--run", run).succeeded();
        for (String level : LEVELS) {
            prior(run, level, steps, more);
        }
    }

    /** Trains a prior over codes that are there. */
    public static void prior(Path run, String level, int steps, Object... more) {
        run(Stream.of("train-prior", "--run", run, "--level", level, "--preset", "tiny", "--steps", steps), more);
    }

    /** Copies a run with all that is in its folder; {@code to} is returned. */
    public static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    private static void run(Stream<?> words, Object... more) {
        Ran.quietly(Stream.concat(words, Stream.of(more)).toArray()).succeeded();
    }
}
