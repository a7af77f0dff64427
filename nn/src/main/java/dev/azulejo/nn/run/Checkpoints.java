package dev.azulejo.nn.run;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: {@code checkpoints/STEP/}, each written aside, flushed to the disk and renamed.
 *
 * @param folder {@code checkpoints/}, made with the first one
 */
public record Checkpoints(Path folder) {
    /**
     * Saves all that a run needs to go on after a step, and then deletes the oldest ones beyond a number.
     *
     * @param step the step
     * @param trainee what to save
     * @param metrics figures of the step
     * @param keep how many of the newest stay, at least 1
     * @return the checkpoint
     * @throws UserException if it cannot be written
     */
    public Checkpoint save(long step, Trainee trainee, Map<String, Double> metrics, int keep) {
        Path target = folder.resolve(Long.toString(step));
        AtomicFiles.directory(target, aside -> Checkpoint.write(aside, step, trainee, metrics));
        List<Checkpoint> all = complete();
        for (Checkpoint old : all.subList(0, Math.max(0, all.size() - keep))) {
            discard(old.folder());
        }
        return new Checkpoint(target, step, metrics);
    }

    /**
     * The complete checkpoints; what is half-written or cut short is not among them.
     *
     * @return the checkpoints, oldest first
     * @throws UserException if the folder cannot be read, or one is of another version of Azulejo
     */
    public List<Checkpoint> complete() {
        return folders().stream()
                .map(Checkpoint::read)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Checkpoint::step))
                .toList();
    }

    /**
     * Folders of steps that are no complete checkpoints, for instance since they were copied in part.
     *
     * @return the folders
     * @throws UserException if the folder cannot be read
     */
    public List<Path> damaged() {
        return folders().stream()
                .filter(path -> Checkpoint.read(path).isEmpty())
                .toList();
    }

    /**
     * The newest complete checkpoint.
     *
     * @return the checkpoint, none if the run has none yet
     * @throws UserException if there are checkpoints and none of them is complete, or the folder cannot be read
     */
    public Optional<Checkpoint> latest() {
        List<Checkpoint> all = complete();
        if (all.isEmpty() && !folders().isEmpty()) {
            throw new UserException(damaged().getLast() + ": is no complete checkpoint, nor is any other there (a file"
                    + " is missing or cut short); copy the run again, or delete " + folder
                    + " to train it from the start");
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /**
     * The newest complete checkpoint, which must be there.
     *
     * @return the checkpoint
     * @throws UserException if there is none
     */
    public Checkpoint require() {
        return latest().orElseThrow(() -> new UserException(folder + ": holds no checkpoint yet; train the run first"));
    }

    /** Deletes what killed processes left half-written; for the holder of the run's lock. */
    void sweep() {
        named("\\..*\\.partial-.*").forEach(Checkpoints::delete);
    }

    private List<Path> folders() {
        return named("[0-9]{1,18}").stream()
                .sorted(Comparator.comparingLong(
                        p -> Long.parseLong(p.getFileName().toString())))
                .toList();
    }

    private List<Path> named(String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(p -> p.getFileName().toString().matches(pattern))
                    .toList();
        } catch (IOException e) {
            throw FileErrors.cannotRead(folder, e);
        }
    }

    /** Renames before deleting, so that a kill in between leaves no half of a checkpoint under its name. */
    private void discard(Path checkpoint) {
        Path aside = folder.resolve("." + checkpoint.getFileName() + ".partial-discarded");
        try {
            Files.move(checkpoint, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(checkpoint, e);
        }
        delete(aside);
    }

    private static void delete(Path path) {
        try {
            AtomicFiles.deleteTree(path);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(path, e);
        }
    }
}
