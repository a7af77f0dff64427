package dev.azulejo.cli.measure;

import dev.azulejo.cli.run.RunEvaluation;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code evaluation.json}: the figures of a run on its own held-out images as they were measured last, for its report. */
public final class EvaluationFile {
    private static final String FILE = "evaluation.json";
    private static final String STEP = "step";
    private static final String DRAWN_BY = "drawn_by";
    private static final String MEASURES = "measures";

    private EvaluationFile() {}

    /** What was measured last, if anything was. */
    public static Optional<JsonObject> read(ModelRun run) {
        Path file = run.path().resolve(FILE);
        return Files.exists(file) ? Optional.of(Json.readObject(file)) : Optional.empty();
    }

    /** What a quickstart measured at its end, if it came to that. */
    public static Optional<JsonObject> ofQuickstart(ModelRun run) {
        return read(run).filter(found -> found.has(DRAWN_BY));
    }

    /** The step that was measured; -1 if that was not written down. */
    public static long step(JsonObject evaluation) {
        return evaluation.has(STEP) ? evaluation.whole(STEP) : -1;
    }

    /**
     * Keeps the figures of a checkpoint. Measures of new images stay while the model is the same and no others are
     * given.
     *
     * @param measures as {@link SampleFigures#toJson}; null for none
     * @return all that is kept now
     */
    public static JsonObject save(TrainedModel model, RunEvaluation evaluation, Object measures) {
        return save(model, evaluation, measures, null);
    }

    /**
     * As {@link #save(TrainedModel, RunEvaluation, Object)}.
     *
     * @param drawnBy the command that drew the samples in the run; null to leave that as it is
     */
    public static JsonObject save(TrainedModel model, RunEvaluation evaluation, Object measures, String drawnBy) {
        ModelRun run = model.run();
        long step = model.checkpoint().step();
        Map<String, Object> figures = new LinkedHashMap<>(evaluation.toJson());
        figures.put(STEP, step);
        Optional<JsonObject> before = read(run);
        if (drawnBy != null) {
            figures.put(DRAWN_BY, drawnBy);
        } else {
            before.filter(old -> old.has(DRAWN_BY)).ifPresent(old -> figures.put(DRAWN_BY, old.text(DRAWN_BY)));
        }
        if (measures != null) {
            figures.put(MEASURES, measures);
        } else {
            before.filter(old -> old.has(MEASURES) && step(old) == step)
                    .ifPresent(old -> figures.put(MEASURES, old.members().get(MEASURES)));
        }
        Path file = run.path().resolve(FILE);
        AtomicFiles.text(file, Json.writePretty(figures));
        return Json.readObject(file);
    }
}
