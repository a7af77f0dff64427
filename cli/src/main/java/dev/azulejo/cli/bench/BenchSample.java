package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Sampler;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.priors.train.PriorConfiguration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench sample}: drawing codes, against computing the whole network again for each of them. */
@Command(
        name = "sample",
        header = "Drawing the codes of both levels from untrained priors, against the whole network for each code.",
        description = {
            "",
            "Whole passes for every code would take minutes or hours, and each costs the same: some are timed, at"
                    + " positions spread over the grid, and their median is taken for all.",
            ""
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench sample                                (32x32 above 64x64 codes, one image)",
            "  azulejo bench sample --top 8 --bottom 16 --batch 64 --json"
        })
public final class BenchSample implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--top",
            paramLabel = "N|HxW",
            defaultValue = "32",
            converter = SizeOptions.ToPlane.class,
            description = "Codes of the top level (default ${DEFAULT-VALUE}).")
    private SizeOptions.Plane top;

    @Option(
            names = "--bottom",
            paramLabel = "N|HxW",
            defaultValue = "64",
            converter = SizeOptions.ToPlane.class,
            description = "Codes of the bottom level (default ${DEFAULT-VALUE}).")
    private SizeOptions.Plane bottom;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            converter = OptionTypes.Count.class,
            description = "Images drawn together (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--codes",
            paramLabel = "K",
            defaultValue = "512",
            converter = OptionTypes.Count.class,
            description = "Codes per level (default ${DEFAULT-VALUE}).")
    private int codes;

    @Option(
            names = "--code-dim",
            paramLabel = "D",
            defaultValue = "64",
            converter = OptionTypes.Count.class,
            description = "Channels of the decoded top level, on which the bottom is conditioned (default"
                    + " ${DEFAULT-VALUE}).")
    private int codeDim;

    @Option(
            names = "--top-preset",
            paramLabel = "P",
            defaultValue = "top",
            description = "Preset of the top prior (default ${DEFAULT-VALUE}).")
    private String topPreset;

    @Option(
            names = "--bottom-preset",
            paramLabel = "P",
            defaultValue = "bottom",
            description = "Preset of the bottom prior (default ${DEFAULT-VALUE}).")
    private String bottomPreset;

    @Option(
            names = "--whole-passes",
            paramLabel = "N",
            defaultValue = "8",
            converter = OptionTypes.Padding.class,
            description = "Whole passes timed per level; 0 for none (default ${DEFAULT-VALUE}).")
    private int wholePasses;

    @Mixin
    private final Repetitions repetitions = new Repetitions(1, 3, 1, 1);

    /** The command in this session. */
    public BenchSample(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PriorConfiguration above = UsageException.refusing(() -> PriorConfiguration.preset(topPreset));
        PriorConfiguration below = UsageException.refusing(() -> PriorConfiguration.preset(bottomPreset));
        CodeGrid topGrid = UsageException.refusing(() -> new CodeGrid(codes, top.height(), top.width(), 0));
        CodeGrid bottomGrid =
                UsageException.refusing(() -> new CodeGrid(codes, bottom.height(), bottom.width(), codeDim));
        try (Engine engine = session.engine()) {
            Initializer init = new Initializer(engine, 0);
            Level first = measure(new CodePrior(topGrid, above.model(), init), 1);
            Level second = measure(new CodePrior(bottomGrid, below.model(), init), 0);
            Level both = first.plus(second);
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("images_per_second", batch / both.cached());
            own.put("codes_per_second", both.rate(both.cached()));
            own.put("whole_pass_codes_per_second", finite(both.rate(both.whole())));
            own.put("speedup", finite(both.speedup()));
            own.put("whole_passes_timed", 2 * wholePasses);
            own.put("levels", levels(first, second));
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            session.result(
                    json,
                    first.line("top " + top)
                            + second.line("bottom " + bottom)
                            + both.line("both")
                            + String.format(
                                    Locale.ROOT,
                                    "(%s%s; %s)",
                                    batch == 1 ? "one image" : batch + " images together",
                                    wholePasses == 0
                                            ? ""
                                            : "; " + wholePasses
                                                    + " whole passes per level timed, and scaled up to every code",
                                    Bench.conditions(json)));
        }
        return 0;
    }

    /** What was not measured is null in JSON. */
    private static Double finite(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Map<String, Object> levels(Level top, Level bottom) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("top", top.json());
        json.put("bottom", bottom.json());
        return json;
    }

    private Level measure(CodePrior prior, int level) {
        Engine engine = prior.engine();
        CodeGrid grid = prior.grid();
        int positions = grid.positions();
        Sampler sampler = Sampler.of(prior, level, SamplingOptions.of(0));
        try (var _ = engine.scope()) {
            Tensor condition = grid.conditioned()
                    ? Bench.normals(engine, 3, Shape.of(batch, grid.height(), grid.width(), codeDim))
                    : null;
            double cached = repetitions
                    .measure(session.threads(), () -> {
                        try (var _ = engine.scope()) {
                            sampler.sample(0, batch, null, condition);
                        }
                    })
                    .median();
            if (wholePasses == 0) {
                return new Level((long) batch * positions, cached, Double.NaN);
            }
            IntTensor drawn = sampler.sample(0, batch, null, condition);
            float[] logits = new float[grid.codes()];
            int[] pass = new int[1];
            double whole = repetitions
                    .exactly(2, wholePasses)
                    .measure(session.threads(), () -> {
                        try (var _ = engine.scope()) {
                            Tensor all = prior.logits(drawn, null, condition);
                            int position = pass[0]++ % wholePasses * positions / wholePasses;
                            engine.backend()
                                    .memory()
                                    .read(all.buffer(), position * grid.codes(), logits, 0, grid.codes());
                        }
                    })
                    .median();
            return new Level((long) batch * positions, cached, whole * positions);
        }
    }

    /**
     * Times of a level.
     *
     * @param codes drawn
     * @param cached seconds that they took
     * @param whole seconds that they would have taken with a whole pass for each position; NaN if none was timed
     */
    private record Level(long codes, double cached, double whole) {
        Level plus(Level other) {
            return new Level(codes + other.codes, cached + other.cached, whole + other.whole);
        }

        double rate(double seconds) {
            return codes / seconds;
        }

        double speedup() {
            return whole / cached;
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("codes", codes);
            json.put("milliseconds", 1e3 * cached);
            json.put("whole_pass_milliseconds", finite(1e3 * whole));
            json.put("codes_per_second", rate(cached));
            json.put("whole_pass_codes_per_second", finite(rate(whole)));
            json.put("speedup", finite(speedup()));
            return json;
        }

        String line(String name) {
            if (Double.isNaN(whole)) {
                return String.format(Locale.ROOT, "%-14s %7d codes: %9.0f codes/s%n", name, codes, rate(cached));
            }
            return String.format(
                    Locale.ROOT,
                    "%-14s %7d codes: %9.0f codes/s, by whole passes %7.1f codes/s, %.0fx%n",
                    name,
                    codes,
                    rate(cached),
                    rate(whole),
                    speedup());
        }
    }
}
