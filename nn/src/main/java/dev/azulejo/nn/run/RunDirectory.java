package dev.azulejo.nn.run;

import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of a training run: {@code run.json}, {@code checkpoints/STEP/}, {@code metrics.jsonl}. A prior's folder
 * within that of a model, {@code priors/LEVEL}, is a run directory of the same form.
 *
 * @param path the folder
 * @param info what defines the run
 */
public record RunDirectory(Path path, RunInfo info) {
    /** The file of the metrics. */
    public static final String METRICS = "metrics.jsonl";

    /** The file that defines the run. */
    public static final String FILE = "run.json";

    /**
     * Begins a run in a folder that is not there yet, or empty.
     *
     * @param path the folder
     * @param info what defines the run
     * @return the run
     * @throws UserException if a run or anything else is there already, or it cannot be written
     */
    public static RunDirectory create(Path path, RunInfo info) {
        requireFresh(path);
        RunDirectory run = new RunDirectory(path, info);
        run.write();
        return run;
    }

    /**
     * Refuses a folder in which no run can begin.
     *
     * @param path the folder
     * @throws UserException if a run or anything else is there already
     */
    public static void requireFresh(Path path) {
        if (exists(path)) {
            RunInfo other = open(path).info();
            throw new UserException(path + ": holds a run already (" + other.kind() + ", seed " + other.seed()
                    + "); open it to go on with it, or name another folder");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new UserException(path + ": is a file; name a folder for the run");
        }
        if (Files.isDirectory(path)) {
            List<String> content = visible(path);
            if (!content.isEmpty()) {
                throw new UserException(path + ": is not a run directory and not empty (it holds " + content.getFirst()
                        + "); name another folder");
            }
        }
    }

    private void write() {
        AtomicFiles.text(path.resolve(FILE), info.text());
    }

    /**
     * Opens a run.
     *
     * @param path the folder
     * @return the run
     * @throws UserException if it is no run directory, half-written or of another version
     */
    public static RunDirectory open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new UserException(path + ": " + (Files.exists(path) ? "is a file" : "there is no such folder")
                    + "; name the folder of a run, which holds " + FILE
                    + (Files.exists(path) ? " (a bundle of one is for use alone)" : ""));
        }
        if (!exists(path)) {
            throw new UserException(
                    path + ": is not the folder of a run, for it holds no " + FILE + "; name one that does");
        }
        JsonObject json;
        try {
            json = Json.readObject(path.resolve(FILE));
        } catch (UserException e) {
            throw new UserException(
                    e.getMessage() + "; the run cannot be opened: bring that file back, or start another run", e);
        }
        return new RunDirectory(path, RunInfo.of(json));
    }

    /**
     * Says whether a folder holds a run.
     *
     * @param path the folder
     * @return whether there is a {@code run.json} in it
     */
    public static boolean exists(Path path) {
        return Files.exists(path.resolve(FILE));
    }

    /**
     * Refuses to go on with other data than the run began with. One that began without any takes all.
     *
     * @param name name of the data now
     * @param fingerprint its hash
     * @throws RunDiffersException if the hash is another one
     */
    public void requireData(String name, String fingerprint) {
        if (info.hasData() && !fingerprint.equals(info.dataFingerprint())) {
            throw new RunDiffersException(path + ": began with the data " + info.dataName() + " (fingerprint "
                    + brief(info.dataFingerprint()) + "), found " + name + " (fingerprint " + brief(fingerprint)
                    + "); continue with the same data, or start another run");
        }
    }

    /**
     * Refuses to open a run of something else.
     *
     * @param kind the kind expected
     * @throws UserException if it is another one
     */
    public void requireKind(String kind) {
        if (!kind.equals(info.kind())) {
            throw new UserException(
                    path + ": expected a run of kind " + kind + ", found " + info.kind() + "; name another folder");
        }
    }

    /**
     * Refuses to go on with another configuration or seed than the run began with.
     *
     * @param now the run as it is asked for
     * @param free names of configuration values that may change, such as the number of steps
     * @throws RunDiffersException naming the first difference
     */
    public void requireSame(RunInfo now, Set<String> free) {
        requireKind(now.kind());
        if (now.seed() != info.seed()) {
            throw different("seed", info.seed(), now.seed());
        }
        Set<String> keys = new TreeSet<>(info.configuration().keySet());
        keys.addAll(now.configuration().keySet());
        for (String key : keys) {
            Object before = info.configuration().get(key);
            Object asked = now.configuration().get(key);
            if (!free.contains(key) && !Objects.equals(before, asked)) {
                throw different(key, Json.write(before), Json.write(asked));
            }
        }
        requireData(now.dataName(), now.dataFingerprint());
    }

    /**
     * This run as it is read by a version that has more settings than the one that began it; the folder stays as it is.
     *
     * @param settings all settings of the run, with the values of those that are not in {@code run.json}
     * @return the run
     */
    public RunDirectory completed(Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.putAll(info.configuration());
        return new RunDirectory(
                path,
                new RunInfo(info.kind(), all, info.seed(), info.dataName(), info.dataFingerprint(), info.azulejo()));
    }

    /**
     * This run with another configuration from here on, which {@code run.json} keeps: how a run is given more steps. What may
     * change is for the caller to check ({@link #requireSame}).
     *
     * @param configuration of the model and its training
     * @return the run
     * @throws UserException if another process or thread trains there, or it cannot be written
     */
    public RunDirectory reconfigured(Map<String, Object> configuration) {
        return changed(new RunInfo(
                info.kind(), configuration, info.seed(), info.dataName(), info.dataFingerprint(), info.azulejo()));
    }

    /**
     * This run, which began without data, with the data that it learns from here on, which {@code run.json} keeps.
     *
     * @param name where the data is from, for people
     * @param fingerprint a hash of the data
     * @return the run
     * @throws UserException if another process or thread trains there, or it cannot be written
     */
    public RunDirectory withData(String name, String fingerprint) {
        return changed(new RunInfo(info.kind(), info.configuration(), info.seed(), name, fingerprint, info.azulejo()));
    }

    private RunDirectory changed(RunInfo now) {
        if (now.equals(info)) {
            return this;
        }
        RunDirectory changed = new RunDirectory(path, now);
        try (RunLock _ = lock()) {
            changed.write();
        }
        return changed;
    }

    private RunDiffersException different(String key, Object before, Object now) {
        return new RunDiffersException(path + ": began with " + key + " " + before + ", found " + now
                + "; leave it as it was to continue, or start another run");
    }

    /** {@return the run's metrics, in {@code metrics.jsonl}} */
    public Metrics metrics() {
        return new Metrics(path.resolve(METRICS));
    }

    /**
     * The folder in which the prior of a level is trained: a run directory of its own.
     *
     * @param level name of the level
     * @return {@code priors/LEVEL}
     */
    public Path prior(String level) {
        return path.resolve("priors").resolve(level);
    }

    /**
     * Keeps other processes from training in this folder until it is closed, or this process ends.
     *
     * @return the lock
     * @throws UserException if another process or thread trains there
     */
    public RunLock lock() {
        return RunLock.of(path);
    }

    /**
     * Refuses a run that another process or thread trains just now: before the data and the model are loaded, since
     * the training loop would refuse it after that.
     *
     * @throws UserException if another process or thread trains there
     */
    public void requireFree() {
        lock().close();
    }

    private static String brief(String fingerprint) {
        return fingerprint.length() <= 12 ? fingerprint : fingerprint.substring(0, 12);
    }

    /** {@return what is in a folder, except for what a killed process left half-written} */
    private static List<String> visible(Path path) {
        try (Stream<Path> content = Files.list(path)) {
            return content.map(p -> p.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileErrors.cannotRead(path, e);
        }
    }
}
