package dev.azulejo.nn.train;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
    /** The folder of the checkpoints in that of their run. */
    public static final String FOLDER = "checkpoints";

    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

    /**
     * The checkpoints of a run.
     *
     * @param run its folder
     * @return those in {@code checkpoints/}
     */
    public static Checkpoints of(RunDirectory run) {
        return new Checkpoints(run.path().resolve(FOLDER));
    }

    /**
     * The checkpoint to use.
     *
     * @param checkpoint the newest one that is as it was written; none if the run has none yet
     * @param warnings a line for each newer one that was skipped, naming both and what is wrong
     */
    public record Choice(Optional<Checkpoint> checkpoint, List<String> warnings) {}

    /**
     * Saves all that a run needs to go on after a step, and then deletes the oldest ones beyond a number.
     *
     * @param step the step
     * @param trainer what to save
     * @param metrics figures of the step
     * @param keep how many of the newest stay, at least 1
     * @return the checkpoint
     * @throws UserException if it cannot be written
     */
    public Checkpoint save(long step, Trainer trainer, Map<String, Double> metrics, int keep) {
        Path target = folder.resolve(Long.toString(step));
        Metrics log = new Metrics(folder.resolveSibling(RunDirectory.METRICS));
        CheckpointEvent event = new CheckpointEvent(step);
        event.begin();
        AtomicFiles.directory(target, aside -> Checkpoint.write(aside, step, trainer, metrics, log));
        event.commit();
        Checkpoint saved = complete().stream()
                .filter(c -> c.step() == step)
                .findFirst()
                .orElseThrow(() -> new UserException(target + ": is not as it was written a moment ago"));
        prune(saved, keep);
        return saved;
    }

    /** Deletes the oldest ones beyond a number, counted back from one that is good. */
    void prune(Checkpoint newest, int keep) {
        List<Checkpoint> all =
                complete().stream().filter(c -> c.step() <= newest.step()).toList();
        for (Checkpoint old : all.subList(0, Math.max(0, all.size() - keep))) {
            discard(old.folder());
        }
    }

    /**
     * The complete checkpoints, by the sizes of their files; what is half-written or cut short is not among them.
     *
     * @return the checkpoints, oldest first
     * @throws UserException if the folder cannot be read, or one is of another version of Azulejo
     */
    public List<Checkpoint> complete() {
        return folders().stream()
                .map(CheckpointFile::read)
                .flatMap(read -> read instanceof CheckpointFile.Complete whole
                        ? Stream.of(whole.checkpoint())
                        : Stream.<Checkpoint>empty())
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
                .filter(path -> CheckpointFile.read(path) instanceof CheckpointFile.Damaged)
                .toList();
    }

    /**
     * The newest checkpoint whose files have the sizes and checksums that were written, with a warning for each newer one.
     * Nothing is logged: that is for the caller.
     *
     * @return the choice
     * @throws UserException if there are checkpoints and none of them is complete, the folder cannot be read, or the newest
     *     one is of another version of Azulejo
     */
    public Choice find() {
        List<CheckpointFile.Damaged> damaged = new ArrayList<>();
        for (Path path : folders().reversed()) {
            CheckpointFile read = CheckpointFile.read(path);
            if (read instanceof CheckpointFile.Complete whole) {
                read = whole.verified();
            }
            switch (read) {
                case CheckpointFile.Damaged found -> damaged.add(found);
                case CheckpointFile.Complete(Checkpoint found, var _) -> {
                    return new Choice(
                            Optional.of(found),
                            damaged.stream()
                                    .map(d -> d.folder() + ": passed over (" + d.why() + "); using " + found.folder())
                                    .toList());
                }
            }
        }
        if (damaged.isEmpty()) {
            return new Choice(Optional.empty(), List.of());
        }
        CheckpointFile.Damaged newest = damaged.getFirst();
        throw new UserException(newest.folder() + ": is no complete checkpoint (" + newest.why()
                + "), nor is any other there; copy the run again, or delete " + folder
                + " to train it from the start");
    }

    /**
     * The newest checkpoint that is as it was written; a warning is logged for each newer one that is not.
     *
     * @return the checkpoint, none if the run has none yet
     * @throws UserException as {@link #find}
     */
    public Optional<Checkpoint> latest() {
        Choice choice = find();
        choice.warnings().forEach(line -> LOG.log(Level.WARNING, line));
        return choice.checkpoint();
    }

    /**
     * The newest checkpoint that is as it was written, which must be there; a warning is logged for each newer one that is
     * not.
     *
     * @return the checkpoint
     * @throws UserException as {@link #find}, and if there is none
     */
    public Checkpoint require() {
        return latest().orElseThrow(this::none);
    }

    /**
     * As {@link #require}, where others say what is wrong with newer ones: nothing is logged.
     *
     * @return the checkpoint
     * @throws UserException as {@link #require}
     */
    public Checkpoint requireQuietly() {
        return find().checkpoint().orElseThrow(this::none);
    }

    /**
     * A checkpoint that was found before, so that it need not be verified again.
     *
     * @param found one of these
     * @return the same while it is there; the newest if training has put newer ones in its place meanwhile
     * @throws UserException as {@link #require}
     */
    public Checkpoint still(Checkpoint found) {
        return Files.isDirectory(found.folder()) ? found : require();
    }

    /**
     * The last step that is saved.
     *
     * @return the step of the newest checkpoint that is as it was written; 0 if there is none
     * @throws UserException if there are checkpoints, and none that is whole
     */
    public long step() {
        return find().checkpoint().map(Checkpoint::step).orElse(0L);
    }

    /**
     * Refuses to train to a step that the run is past already.
     *
     * @param run its folder
     * @param steps the last step
     * @throws StepPassedException if a later one is saved
     * @throws UserException if there are checkpoints, and none that is whole
     */
    public static void requireAhead(RunDirectory run, long steps) {
        long done = of(run).step();
        if (steps < done) {
            throw new StepPassedException("steps " + steps + ": " + run.path() + " is at step " + done
                    + " already; name a later one, or leave steps out");
        }
    }

    private UserException none() {
        return new UserException(folder + ": holds no checkpoint yet; train the run first");
    }

    /** The newest complete one before a step. */
    Optional<Checkpoint> before(long step) {
        return complete().stream().filter(c -> c.step() < step).reduce((_, newer) -> newer);
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
