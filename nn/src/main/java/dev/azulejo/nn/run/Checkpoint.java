package dev.azulejo.nn.run;

import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.UserException;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that a run needs to go on after a step: {@code model.safetensors}, {@code optimizer.safetensors}, maybe
 * {@code average.safetensors}, and {@code state.json} with the step, its figures and the sizes of the other files.
 *
 * @param folder {@code checkpoints/STEP/}
 * @param step the step
 * @param metrics figures of the step
 */
public record Checkpoint(Path folder, long step, Map<String, Double> metrics) {
    private static final int FORMAT = 1;
    private static final String MODEL = "model.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String AVERAGE = "average.safetensors";
    private static final String STATE = "state.json";

    static void write(Path folder, long step, Trainee trainee, Map<String, Double> metrics) throws IOException {
        Map<String, String> about = Map.of("format", "pt", "azulejo", RunInfo.VERSION, "step", Long.toString(step));
        Weights.save(folder.resolve(MODEL), trainee.parameters(), about);
        Weights.save(folder.resolve(OPTIMIZER), trainee.optimizer(), about);
        if (trainee.average().isPresent()) {
            Weights.save(folder.resolve(AVERAGE), trainee.average().get().parameters(), about);
        }
        Map<String, Object> files = new TreeMap<>();
        try (Stream<Path> written = Files.list(folder)) {
            for (Path file : written.toList()) {
                files.put(file.getFileName().toString(), Files.size(file));
            }
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("format", FORMAT);
        state.put("step", step);
        state.put("metrics", metrics);
        state.put("files", files);
        AtomicFiles.text(folder.resolve(STATE), Json.writePretty(state));
    }

    /** The checkpoint in a folder, none if it is not complete. */
    static Optional<Checkpoint> read(Path folder) {
        JsonObject state;
        try {
            state = Json.readObject(folder.resolve(STATE));
        } catch (UserException e) {
            return Optional.empty(); // not there, or cut short
        }
        if (state.whole("format") != FORMAT) {
            throw new UserException(state.name() + ": expected a checkpoint of format " + FORMAT + ", found "
                    + state.whole("format") + "; use the version of azulejo that wrote it");
        }
        JsonObject files = state.object("files");
        for (String name : files.members().keySet()) {
            try {
                if (Files.size(folder.resolve(name)) != files.whole(name)) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        JsonObject figures = state.object("metrics");
        figures.members().keySet().forEach(key -> metrics.put(key, figures.number(key)));
        return Optional.of(new Checkpoint(folder, state.whole("step"), metrics));
    }

    /**
     * Restores model, optimiser and average, for training to go on.
     *
     * @param trainee what to overwrite
     * @throws UserException if a file cannot be read or does not fit the trainee
     */
    public void restore(Trainee trainee) {
        Weights.load(folder.resolve(MODEL), trainee.parameters());
        Weights.load(folder.resolve(OPTIMIZER), trainee.optimizer());
        trainee.average().ifPresent(average -> Weights.load(folder.resolve(AVERAGE), average.parameters()));
    }

    /**
     * Loads the model as its last step left it.
     *
     * @param parameters those of a model of the run's configuration
     * @throws UserException if the file cannot be read or does not fit
     */
    public void loadModel(Parameters parameters) {
        Weights.load(folder.resolve(MODEL), parameters);
    }

    /**
     * Loads the model to use: its averaged weights if the run keeps an average, else the last ones.
     *
     * @param parameters those of a model of the run's configuration
     * @throws UserException if the file cannot be read or does not fit
     */
    public void loadForUse(Parameters parameters) {
        Path average = folder.resolve(AVERAGE);
        Weights.load(Files.exists(average) ? average : folder.resolve(MODEL), parameters);
    }
}
