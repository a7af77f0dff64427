package dev.azulejo.cli.run;

import dev.azulejo.nn.io.CannotWriteException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunLock;
import dev.azulejo.nn.train.DivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes back a run that this command began and that failed before it had anything to keep (no backend, too little memory for
 * a step), so that the same command can be typed again with other options.
 */
public final class FailedStart {
    private FailedStart() {}

    /**
     * Trains, and deletes the folder if that fails and it holds the settings alone.
     *
     * @param run the run
     * @param training trains it
     */
    public static <T> T takenBack(RunDirectory run, Supplier<T> training) {
        try {
            return training.get();
        } catch (CannotWriteException | DivergedException e) {
            throw e; // What they tell people to do needs the settings.
        } catch (RuntimeException | Error e) {
            takeBack(run, e);
            throw e;
        }
    }

    private static void takeBack(RunDirectory run, Throwable failure) {
        try (RunLock _ = run.lock()) {
            if (visible(run.path()).equals(List.of(RunDirectory.FILE))) {
                Files.delete(run.path().resolve(RunDirectory.FILE));
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e); // It is left as it is; another trains there, say.
            return;
        }
        try {
            if (visible(run.path()).isEmpty()) {
                Files.deleteIfExists(run.path().resolve(RunLock.FILE));
                Files.delete(run.path());
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static List<String> visible(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }
}
