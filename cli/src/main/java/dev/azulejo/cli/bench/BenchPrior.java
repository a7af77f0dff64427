package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.KernelTimes;
import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.PriorStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench prior}: a training step of a prior, on random codes. */
@Command(
        name = "prior",
        header = "One training step of a prior (forward, backward, AdamW, averaged weights) on random codes: the"
                + " median.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench prior                       (top, 32x32 codes, batch 8)",
            "  azulejo bench prior --preset bottom --size 64 --condition 64",
            "  azulejo bench prior --kernels             (where its time goes)"
        })
public final class BenchPrior implements Callable<Integer> {
    /** Steps before, and while, kernels are timed one by one. */
    private static final int WARM = 2;

    private static final int TIMED = 7;

    private final Session session;

    @Option(
            names = "--preset",
            paramLabel = "P",
            defaultValue = "top",
            description = "Preset of the prior (default ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--size",
            paramLabel = "N|HxW",
            defaultValue = "32",
            converter = SizeOptions.ToPlane.class,
            description = "Codes of an image (default ${DEFAULT-VALUE}).")
    private SizeOptions.Plane size;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            converter = OptionTypes.Count.class,
            description = "Images a step (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--codes",
            paramLabel = "K",
            defaultValue = "512",
            converter = OptionTypes.Count.class,
            description = "Codes of the level (default ${DEFAULT-VALUE}).")
    private int codes;

    @Option(
            names = "--condition",
            paramLabel = "D",
            defaultValue = "0",
            description = "Channels of the decoded levels above; 0 for a top level (default ${DEFAULT-VALUE}).")
    private int condition;

    @Option(
            names = "--kernels",
            description = "Also what each kernel takes of a step, in some steps more; by the wall clock, with"
                    + " --processor-time too.")
    private boolean kernels;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofStep();

    /** The command in this session. */
    public BenchPrior(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PriorConfiguration config = UsageException.refusing(() -> PriorConfiguration.preset(preset));
        CodeGrid grid = UsageException.refusing(() -> new CodeGrid(codes, size.height(), size.width(), condition));
        try (Engine engine = session.engine()) {
            if (kernels) {
                Bench.requireSingleCalls(engine, "--kernels");
            }
            Step step = new Step(engine, config, grid, batch);
            Repetitions.Measured measured = repetitions.measure(session.threads(), step);
            double seconds = measured.median();
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("images_per_second", batch / seconds);
            own.put("codes_per_second", (long) batch * grid.positions() / seconds);
            own.put("step_milliseconds", 1e3 * seconds);
            own.put("steps_until_steady", measured.runsUntilSteady());
            own.put("milliseconds_until_steady", 1e3 * measured.secondsUntilSteady());
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "step of %s, %d grids of %s codes: %.1f ms, %.2f images/s, %s (%s)%n",
                    preset,
                    batch,
                    size,
                    1e3 * seconds,
                    batch / seconds,
                    measured.untilSteady(),
                    Bench.conditions(json)));
            if (kernels) {
                List<KernelTimes.Timed> timed = new KernelTimes().measure(step.program(), WARM, TIMED);
                json.put("kernels", timed.stream().map(KernelTimes.Timed::json).toList());
                timed.forEach(kernel -> text.append(kernel.line(1e3 * seconds)));
            }
            session.result(json, text.toString());
        }
        return 0;
    }

    /** The trainer's step of a prior with its first weights, on random codes. */
    private static final class Step implements Runnable {
        private final PriorStep step;
        private final double rate;
        private int number;

        Step(Engine engine, PriorConfiguration config, CodeGrid grid, int batch) {
            CodePrior prior = new CodePrior(grid, config.model(), new Initializer(engine, 0));
            int[] values = new int[batch * grid.positions()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) Philox.below(grid.codes(), 0, 1, 0, i);
            }
            IntTensor codes = engine.intState(Shape.of(batch, grid.height(), grid.width()), values);
            Tensor condition = grid.conditioned() ? normals(engine, grid, batch) : null;
            this.step = new PriorStep(prior, config.training(), codes, null, () -> condition);
            this.rate = config.training().learningRate();
        }

        private static Tensor normals(Engine engine, CodeGrid grid, int batch) {
            Shape shape = Shape.of(batch, grid.height(), grid.width(), grid.conditionChannels());
            float[] values = new float[shape.size()];
            Philox.normals(0, 3, 0, 0, values, 0, values.length);
            return engine.state(shape, values);
        }

        Program program() {
            return step.program();
        }

        @Override
        public void run() {
            // Waits for a backend that runs behind.
            step.run(0, ++number, rate).read();
        }
    }
}
