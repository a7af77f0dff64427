package dev.azulejo.cli.command;

import dev.azulejo.cli.bench.TrainingStep;
import dev.azulejo.cli.terminal.Result;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** {@code azulejo presets}: what train can begin with, and what a step of each takes on this machine. */
@Command(
        name = "presets",
        header = "The presets of train: sizes, and what a step of each takes on this machine.",
        description = {
            "",
            "Memory and time are estimates: some small steps of each model are run, for a second, and scaled"
                    + " by the number of pixels to the preset's batch and images. Other work on the machine counts.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo presets", "  azulejo presets --json"})
public final class Presets implements Callable<Integer> {
    /** Pixels of the small steps: enough for the kernels to be near their speed. */
    private static final int PIXELS = 1 << 14;

    private static final int FEWEST_STEPS = 3;
    private static final double SECONDS = 1;

    private static final String ROW = "%-17s %11s %6s %5s %5s %10s %9s %8s%n";

    private final Session session;

    /** The command in this session. */
    public Presets(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<String, Object> presets = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, ROW, "preset", "images", "levels", "codes", "batch", "parameters", "memory", "a step"));
        try (Engine engine = session.engine()) {
            Configuration first = Configuration.preset("reference");
            estimate(engine.backend(), first.model(), first.training().batch()); // C2 compiles the kernels.
            for (String name : Configuration.presets().keySet()) {
                Configuration preset = Configuration.preset(name);
                Estimate estimate = estimate(
                        engine.backend(), preset.model(), preset.training().batch());
                presets.put(name, described(preset, estimate));
                table.append(row(name, preset, estimate));
            }
        }
        session.result(
                new Result().with("presets", presets).saying("table", table),
                "{table}Memory and time are estimates from small steps on this machine, as it is now.\n"
                        + "What each is for: azulejo train --help. Presets of priors: train-prior --help.");
        return 0;
    }

    private static Map<String, Object> described(Configuration preset, Estimate estimate) {
        ModelConfig model = preset.model();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("image_size", model.imageSize());
        described.put("channels", model.channels());
        described.put(
                "grids",
                IntStream.range(0, model.levels()).map(model::grid).boxed().toList());
        described.put("codes", codes(model));
        described.put("hidden", model.hidden());
        described.put("batch", preset.training().batch());
        described.put("steps", preset.training().steps());
        described.put("parameters", estimate.parameters);
        described.put("memory_bytes_estimate", estimate.bytes);
        described.put("step_seconds_estimate", estimate.seconds);
        return described;
    }

    private static String row(String name, Configuration preset, Estimate estimate) {
        ModelConfig model = preset.model();
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                model.imageSize() + "x" + model.imageSize() + "x" + model.channels(),
                model.levels(),
                several(codes(model)),
                preset.training().batch(),
                String.format(Locale.ROOT, "%,d", estimate.parameters),
                memory(estimate.bytes),
                time(estimate.seconds));
    }

    private record Estimate(long parameters, long bytes, double seconds) {}

    private static Estimate estimate(Backend backend, ModelConfig model, int batch) {
        int multiple = model.multiple();
        int side = Math.min(model.imageSize(), Math.max(multiple, (int) Math.sqrt(PIXELS) / multiple * multiple));
        int images = Math.clamp(PIXELS / ((long) side * side), 1, batch);
        double scale = (double) batch * model.imageSize() * model.imageSize() / ((double) images * side * side);
        Engine engine =
                new Engine(backend); // With a pool of its own; the backend is closed by the engine that made it.
        TrainingStep step = new TrainingStep(engine, model.forImages(model.channels(), side), images);
        double best = Double.POSITIVE_INFINITY;
        double all = 0;
        for (int i = 0; i < FEWEST_STEPS || all < SECONDS; i++) {
            long start = System.nanoTime();
            step.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.min(best, seconds);
            all += seconds;
        }
        long gradients = Float.BYTES * step.parameters();
        long weights = 3 * gradients; // And two moments of each.
        long activations = Math.max(0, step.program().bytes() - gradients);
        return new Estimate(step.parameters(), weights + gradients + Math.round(activations * scale), best * scale);
    }

    private static List<Integer> codes(ModelConfig model) {
        return IntStream.range(0, model.levels())
                .map(level -> model.quantizer().codes(level))
                .boxed()
                .toList();
    }

    private static String several(List<Integer> values) {
        return values.stream().distinct().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String memory(long bytes) {
        double mebibytes = bytes / (double) (1 << 20);
        return mebibytes < 1000
                ? String.format(Locale.ROOT, "~%.0f MiB", mebibytes)
                : String.format(Locale.ROOT, "~%.1f GiB", mebibytes / 1024);
    }

    private static String time(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "~%.0f ms", 1e3 * seconds)
                : String.format(Locale.ROOT, "~%.1f s", seconds);
    }
}
