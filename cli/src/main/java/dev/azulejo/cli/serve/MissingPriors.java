package dev.azulejo.cli.serve;

import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.RunPriors;
import dev.azulejo.priors.train.StalePriorsException;
import dev.azulejo.vqvae2.train.ModelRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Why nothing can be drawn of a run yet. Whether its priors learned codes of the model as it is now takes reading all bytes of
 * its newest checkpoint, and an open page asks every few seconds: so that is found out again only when a file that it hangs on
 * is another one than it was then.
 */
final class MissingPriors {
    private List<Seen> seen = List.of();
    private String stale;

    /**
     * A file as it was then.
     *
     * @param key of the file system, which a file put in its place has not; null where there are none
     */
    private record Seen(Path file, long size, FileTime modified, Object key) {}

    /** Why, or null. Whoever asks meanwhile waits for what is being found out. */
    synchronized String why(ModelRun run) {
        for (String level : run.model().levelNames().reversed()) {
            Path folder = LevelRun.folder(run, level);
            if (!RunDirectory.exists(folder)
                    || Checkpoints.of(RunDirectory.open(folder)).complete().isEmpty()) {
                return "there is no trained prior of the " + level
                        + " level yet: new codes can be drawn once every level has one (azulejo train-prior)";
            }
        }
        List<Seen> now = files(run); // Before they are read: what changes meanwhile is seen the next time.
        if (!now.equals(seen)) {
            stale = stale(run);
            seen = now;
        }
        return stale;
    }

    private static String stale(ModelRun run) {
        try {
            RunPriors.requireFresh(run);
            return null;
        } catch (StalePriorsException e) {
            return e.getMessage() + ": encode again and train it again (azulejo encode, azulejo train-prior)";
        }
    }

    /** The checkpoints of the model, and what its priors remember of it. */
    private static List<Seen> files(ModelRun run) {
        List<Seen> files = new ArrayList<>();
        for (Checkpoint checkpoint : run.checkpoints().complete()) {
            try (Stream<Path> content = Files.list(checkpoint.folder())) {
                content.sorted().forEach(file -> add(file, files));
            } catch (IOException _) {
                // Deleted a moment ago, for newer ones are there.
            }
        }
        for (RunDirectory prior : LevelRun.begun(run)) {
            add(prior.path().resolve(RunDirectory.FILE), files);
        }
        return List.copyOf(files);
    }

    private static void add(Path file, List<Seen> files) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            files.add(new Seen(file, found.size(), found.lastModifiedTime(), found.fileKey()));
        } catch (IOException _) {
            // As above.
        }
    }
}
