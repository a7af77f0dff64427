package dev.azulejo.cli.report;

import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How far the trainings of a run are, with their last figures. */
final class SoFar {
    /** Of many figures the first ones. */
    private static final int FIGURES = 4;

    private SoFar() {}

    /** {@return a line each of the model and the priors that are begun} */
    static Map<String, String> of(ModelRun run) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("model", step(run.directory()));
        for (RunDirectory prior : LevelRun.begun(run)) {
            lines.put(prior.path().getFileName() + " prior", step(prior));
        }
        return lines;
    }

    private static String step(RunDirectory directory) {
        List<Metrics.Line> lines = directory.metrics().read();
        String steps = String.valueOf(directory.info().configuration().get("steps"));
        // Not every step leaves figures, but the last one leaves a checkpoint; what was a bundle has that alone.
        long step = Checkpoints.of(directory).complete().stream()
                .mapToLong(Checkpoint::step)
                .reduce(lines.isEmpty() ? 0 : lines.getLast().step(), Math::max);
        if (step == 0) {
            return "no step of " + steps + " yet";
        }
        return "step " + step + " of " + steps + (lines.isEmpty() ? "" : figures(lines.getLast()));
    }

    private static String figures(Metrics.Line line) {
        return line.values().entrySet().stream()
                .limit(FIGURES)
                .map(e -> ", " + e.getKey().replace('_', ' ') + " " + number(e.getValue()))
                .collect(Collectors.joining());
    }

    /** Counts are whole. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.4g", value);
    }
}
