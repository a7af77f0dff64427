package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.bench.peer.Direction;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench conv}: one convolution, forward or one of its gradients. */
@Command(
        name = "conv",
        header = "A convolution of float32, forward and backward, in GFLOP/s (those of the direct one over the median"
                + " time).",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench conv                                  (3x3, 128 to 128 channels at 64x64, batch 4)",
            "  azulejo bench conv --kernel 4 --stride 2 --size 128 --direction weights",
            "  azulejo bench conv --kernel 4 --stride 2 --transposed --size 64x48 --threads 1 --json"
        })
public final class BenchConv implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--kernel",
            paramLabel = "N",
            defaultValue = "3",
            converter = OptionTypes.Count.class,
            description = "Rows and columns of the kernel (default ${DEFAULT-VALUE}).")
    private int kernel;

    @Option(
            names = "--stride",
            paramLabel = "N",
            defaultValue = "1",
            converter = OptionTypes.Count.class,
            description = "Step between outputs (default ${DEFAULT-VALUE}).")
    private int stride;

    @Option(
            names = "--padding",
            paramLabel = "N",
            converter = OptionTypes.Padding.class,
            description = "Zeros on each side; half of the kernel less one, rounded down, by default.")
    private Integer padding;

    @Option(
            names = "--in",
            paramLabel = "N",
            defaultValue = "128",
            converter = OptionTypes.Count.class,
            description = "Channels of the input (default ${DEFAULT-VALUE}).")
    private int in;

    @Option(
            names = "--out",
            paramLabel = "N",
            defaultValue = "128",
            converter = OptionTypes.Count.class,
            description = "Channels of the output (default ${DEFAULT-VALUE}).")
    private int out;

    @Option(
            names = "--size",
            paramLabel = "N|HxW",
            defaultValue = "64",
            converter = SizeOptions.ToPlane.class,
            description = "Height and width of the input (default ${DEFAULT-VALUE}).")
    private SizeOptions.Plane size;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "4",
            converter = OptionTypes.Count.class,
            description = "Images (default ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--transposed", description = "The transposed convolution, which enlarges.")
    private boolean transposed;

    @Option(
            names = "--direction",
            paramLabel = "WHICH",
            defaultValue = "all",
            converter = Direction.Choice.class,
            description = "forward, input, weights (the gradients of these), or all (default ${DEFAULT-VALUE}).")
    private Direction.Directions directions;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofKernel();

    /** The command in this session. */
    public BenchConv(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConvolutionGeometry geometry = UsageException.refusing(this::geometry);
        try (Engine engine = session.engine()) {
            Bench.requireSingleCalls(engine, "bench conv");
            Map<String, Object> each = new LinkedHashMap<>();
            StringBuilder text = new StringBuilder();
            double total = 0;
            for (Direction direction : directions.list()) {
                double seconds = seconds(engine, geometry, direction);
                total += seconds;
                Map<String, Object> figures = new LinkedHashMap<>();
                figures.put("step_milliseconds", 1e3 * seconds);
                figures.put("gflops", geometry.flops() / seconds / 1e9);
                each.put(direction.word(), figures);
                text.append(String.format(
                        Locale.ROOT,
                        "%-8s %8.2f ms %8.1f GFLOP/s%n",
                        direction.word(),
                        1e3 * seconds,
                        geometry.flops() / seconds / 1e9));
            }
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("images_per_second", batch / total);
            own.put("step_milliseconds", 1e3 * total);
            own.put("gflops", directions.list().size() * geometry.flops() / total / 1e9);
            own.put("directions", each);
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            session.result(json, title() + "\n" + text + "(" + Bench.conditions(json) + ")");
        }
        return 0;
    }

    private String title() {
        return String.format(
                Locale.ROOT,
                "%s %dx%d, stride %d, %d to %d channels at %s, batch %d",
                transposed ? "transposed convolution" : "convolution",
                kernel,
                kernel,
                stride,
                in,
                out,
                size,
                batch);
    }

    /** The geometry of the convolution; a transposed one is the gradient of another's input. */
    private ConvolutionGeometry geometry() {
        int pad = padding == null ? (kernel - 1) / 2 : padding;
        long[] other = new long[2];
        int[] given = {size.height(), size.width()};
        for (int i = 0; i < 2; i++) {
            long free = transposed ? (given[i] - 1L) * stride + kernel - 2L * pad : given[i] + 2L * pad - kernel;
            if (free < (transposed ? 1 : 0) || free > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("--size " + size + ": a kernel of " + kernel + " with stride "
                        + stride + " and padding " + pad + " has no output there; take another size");
            }
            other[i] = transposed ? free : free / stride + 1;
        }
        Shape input = Shape.of(batch, given[0], given[1], in);
        Shape output = Shape.of(batch, (int) other[0], (int) other[1], out);
        Shape small = transposed ? input : output;
        Shape large = transposed ? output : input;
        Shape weights = Shape.of(kernel, kernel, in, out);
        return new ConvolutionGeometry(
                batch,
                large.get(1),
                large.get(2),
                large.channels(),
                small.get(1),
                small.get(2),
                small.channels(),
                weights.get(0),
                weights.get(1),
                stride,
                pad,
                pad);
    }

    private double seconds(Engine engine, ConvolutionGeometry g, Direction direction) {
        try (var _ = engine.scope()) {
            Tensor x = Bench.normals(engine, 0, Shape.of(batch, g.inHeight(), g.inWidth(), g.inChannels()));
            Tensor w = Bench.normals(engine, 1, Shape.of(kernel, kernel, g.inChannels(), g.outChannels()));
            Tensor y = Bench.normals(engine, 2, Shape.of(batch, g.outHeight(), g.outWidth(), g.outChannels()));
            ConvolutionKernels kernels = engine.backend().convolutions();
            Runnable down = () -> {
                kernels.forward(x.buffer(), w.buffer(), Epilogue.NONE, y.buffer(), g);
                Bench.await(y);
            };
            Runnable up = () -> {
                kernels.inputGradient(y.buffer(), w.buffer(), Epilogue.NONE, x.buffer(), g);
                Bench.await(x);
            };
            Runnable weights = () -> {
                kernels.weightGradient(x.buffer(), y.buffer(), w.buffer(), g);
                Bench.await(w);
            };
            return repetitions
                    .measure(
                            session.threads(),
                            switch (direction) {
                                case FORWARD -> transposed ? up : down;
                                case INPUT -> transposed ? down : up;
                                case WEIGHTS -> weights;
                            })
                    .median();
        }
    }
}
