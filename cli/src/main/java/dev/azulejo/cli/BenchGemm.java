package dev.azulejo.cli;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Philox;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code azulejo bench gemm}: the product of two square matrices. */
@Command(
        name = "gemm",
        header = "The product of two square matrices of float32, in GFLOP/s (2 N^3 operations over the median time).",
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo bench gemm --size 2048", "  azulejo bench gemm --size 512 --threads 1 --json"})
final class BenchGemm implements Callable<Integer> {
    @ParentCommand
    private Bench bench;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "2048",
            converter = Size.class,
            description = "Rows and columns (default ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "5",
            converter = Numbers.Count.class,
            description = "Products before the clock starts (default ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "15",
            converter = Numbers.Count.class,
            description = "Products measured (default ${DEFAULT-VALUE}).")
    private int iterations;

    @Override
    public Integer call() {
        Session session = bench.session();
        try (Engine engine = session.engine()) {
            Tensor a = engine.tensor(Shape.of(size, size), random(0));
            Tensor b = engine.tensor(Shape.of(size, size), random(1));
            Tensor c = engine.allocate(Shape.of(size, size));
            float[] last = new float[1];
            double seconds = Bench.medianSeconds(warmup, iterations, () -> {
                engine.backend()
                        .matrices()
                        .multiply(
                                a.buffer(),
                                b.buffer(),
                                Epilogue.NONE,
                                c.buffer(),
                                new MatrixKernels.Shape(1, size, size, size, false, false));
                // Reading waits for a backend that runs behind.
                engine.backend().memory().read(c.buffer(), 0, last, 0, 1);
            });
            double gflops = 2.0 * size * size * size / seconds / 1e9;
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("gflops", gflops);
            own.put("step_milliseconds", 1e3 * seconds);
            own.put("size", size);
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            session.result(
                    json,
                    String.format(
                            Locale.ROOT,
                            "gemm %d: %.1f GFLOP/s (%.2f ms; %s)",
                            size,
                            gflops,
                            1e3 * seconds,
                            Bench.conditions(json)));
        }
        return 0;
    }

    private float[] random(int stream) {
        float[] values = new float[size * size];
        Philox.uniforms(0, stream, 0, 0, values, 0, values.length);
        return values;
    }

    /** A matrix of this size must fit in an array. */
    static final class Size extends Numbers.Between {
        Size() {
            super(1, 32768);
        }
    }
}
