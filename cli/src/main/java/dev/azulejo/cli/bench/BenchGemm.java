package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench gemm}: the product of two matrices. */
@Command(
        name = "gemm",
        header = "The product of two matrices of float32, in GFLOP/s (2 M N K operations over the median time).",
        footerHeading = "%nExamples:%n",
        footer = {"  azulejo bench gemm --size 2048", "  azulejo bench gemm --size 1000x777x333 --threads 1 --json"})
public final class BenchGemm implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--size",
            paramLabel = "N|MxNxK",
            defaultValue = "2048",
            converter = SizeOptions.ToProduct.class,
            description = "Sizes of an M x K by a K x N product; one number for a square one (default"
                    + " ${DEFAULT-VALUE}).")
    private SizeOptions.Product size;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofKernel();

    /** The command in this session. */
    public BenchGemm(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Engine engine = session.engine()) {
            Bench.requireSingleCalls(engine, "bench gemm");
            Tensor a = Bench.normals(engine, 0, Shape.of(size.m(), size.k()));
            Tensor b = Bench.normals(engine, 1, Shape.of(size.k(), size.n()));
            Tensor c = engine.allocate(Shape.of(size.m(), size.n()));
            MatrixKernels.Shape shape = new MatrixKernels.Shape(1, size.m(), size.n(), size.k(), false, false);
            double seconds = repetitions
                    .measure(session.threads(), () -> {
                        engine.backend().matrices().multiply(a.buffer(), b.buffer(), Epilogue.NONE, c.buffer(), shape);
                        Bench.await(c);
                    })
                    .median();
            double gflops = size.flops() / seconds / 1e9;
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("gflops", gflops);
            own.put("step_milliseconds", 1e3 * seconds);
            own.put("size", size.toString());
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            session.result(
                    json,
                    String.format(
                            Locale.ROOT,
                            "gemm %s: %.1f GFLOP/s (%.2f ms; %s)",
                            size,
                            gflops,
                            1e3 * seconds,
                            Bench.conditions(json)));
        }
        return 0;
    }
}
