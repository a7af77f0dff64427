package dev.azulejo.nn.train;

import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Checksum;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a run needs to go on after a step: {@code model.safetensors}, {@code optimizer.safetensors}, maybe
 * {@code average.safetensors} and {@code best.safetensors}, and {@code state.json} with the step, its figures, and the sizes
 * and checksums of the other files.
 *
 * @param folder {@code checkpoints/STEP/}
 * @param step the step
 * @param metrics figures of the step
 * @param files names of the other files
 * @param log length and checksum that the log had then, if that was written down
 */
public record Checkpoint(
        Path folder, long step, Map<String, Double> metrics, Set<String> files, Optional<JsonObject> log) {
    static final int FORMAT = 1;
    static final String MODEL = "model.safetensors";
    static final String OPTIMIZER = "optimizer.safetensors";
    static final String STATE = "state.json";
    private static final String AVERAGE = "average.safetensors";
    private static final String BEST = "best.safetensors";

    static void write(Path folder, long step, Trainer trainer, Map<String, Double> metrics, Metrics log)
            throws IOException {
        Map<String, String> about = Map.of("format", "pt", "azulejo", RunInfo.VERSION, "step", Long.toString(step));
        Weights.save(folder.resolve(MODEL), trainer.parameters(), about);
        Weights.save(folder.resolve(OPTIMIZER), trainer.optimizer(), about);
        if (trainer.average().isPresent()) {
            Weights.save(folder.resolve(AVERAGE), trainer.average().get().parameters(), about);
        }
        Optional<EarlyStopping> stopping = trainer.earlyStopping().filter(kept -> kept.step() > 0);
        if (stopping.isPresent()) {
            Weights.save(folder.resolve(BEST), stopping.get().best(), about);
        }
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> written = Files.list(folder)) {
            written.forEach(file -> files.put(file.getFileName().toString(), file));
        }
        Map<String, Object> state = state(step, metrics, files);
        if (Files.exists(log.file())) {
            state.put("log", log.stamp());
        }
        AtomicFiles.text(folder.resolve(STATE), text(state));
    }

    private static Map<String, Object> state(long step, Map<String, Double> metrics, Map<String, Path> files)
            throws IOException {
        Map<String, Object> sizes = new LinkedHashMap<>();
        Map<String, Object> checksums = new LinkedHashMap<>();
        for (var file : files.entrySet()) {
            sizes.put(file.getKey(), Files.size(file.getValue()));
            checksums.put(file.getKey(), Checksum.of(file.getValue()));
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("format", FORMAT);
        state.put("step", step);
        state.put("metrics", metrics);
        state.put("files", sizes);
        state.put("checksums", checksums);
        return state;
    }

    private static String text(Map<String, Object> state) {
        return Json.writePretty(Checksum.sealed(state));
    }

    /**
     * What a checkpoint has that is used and not trained on: the weights of {@link #loadForUse}, whose {@link #stamp} is this
     * one's.
     *
     * @return content of the files by their names
     * @throws UserException if a file cannot be read
     */
    public Map<String, byte[]> forUse() {
        Path weights = folder.resolve(weights());
        try {
            Map<String, byte[]> content = new LinkedHashMap<>();
            content.put(MODEL, Files.readAllBytes(weights));
            String state = text(state(step, metrics, Map.of(MODEL, weights)));
            content.put(STATE, state.getBytes(StandardCharsets.UTF_8));
            return content;
        } catch (IOException e) {
            throw FileErrors.cannotRead(weights, e);
        }
    }

    /**
     * Restores model, optimiser, average and best weights, for training to go on.
     *
     * @param trainer what to overwrite
     * @throws UserException if a file cannot be read or does not fit the trainer, or there is no state of the optimiser
     */
    public void restore(Trainer trainer) {
        if (!files.contains(OPTIMIZER)) {
            throw new UserException(folder + ": has no " + OPTIMIZER
                    + ", for it is of a bundle, which is for use alone; train on where it was exported from");
        }
        load(MODEL, trainer.parameters());
        load(OPTIMIZER, trainer.optimizer());
        trainer.average().ifPresent(average -> load(AVERAGE, average.parameters()));
        trainer.earlyStopping().filter(_ -> files.contains(BEST)).ifPresent(stopping -> load(BEST, stopping.best()));
    }

    /**
     * Loads the model as its last step left it.
     *
     * @param parameters those of a model of the run's configuration
     * @throws UserException if the file cannot be read or does not fit
     */
    public void loadModel(Parameters parameters) {
        load(MODEL, parameters);
    }

    /**
     * Loads the model to use: the best weights if the run keeps them, else its averaged weights if it keeps an average,
     * else the last ones.
     *
     * @param parameters those of a model of the run's configuration
     * @throws UserException if the file cannot be read or does not fit
     */
    public void loadForUse(Parameters parameters) {
        load(weights(), parameters);
    }

    /**
     * What tells the model of this checkpoint, as it is used, from every other one.
     *
     * @return its step, and the checksum of the file of its weights
     * @throws UserException if the file cannot be read
     */
    public ModelStamp stamp() {
        return new ModelStamp(step, Checksum.of(folder.resolve(weights())));
    }

    /** How long the log was; -1 if it no longer begins as it did; none if that was not written down. */
    Optional<Long> logLength() {
        Metrics metrics = new Metrics(folder.getParent().resolveSibling(RunDirectory.METRICS));
        return log.map(stamp -> metrics.beginsAs(stamp) ? stamp.whole("bytes") : -1L);
    }

    private String weights() {
        if (files.contains(BEST)) {
            return BEST;
        }
        return files.contains(AVERAGE) ? AVERAGE : MODEL;
    }

    private void load(String file, Parameters parameters) {
        try {
            Weights.load(folder.resolve(file), parameters);
        } catch (UserException e) {
            throw new Checkpoints(folder.getParent())
                    .before(step)
                    .map(older -> new UserException(
                            e.getMessage() + "; an older checkpoint is there, " + older.folder()
                                    + ": to use that, move " + folder + " elsewhere",
                            e))
                    .orElse(e);
        }
    }
}
