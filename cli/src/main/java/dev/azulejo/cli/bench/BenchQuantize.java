package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code azulejo bench quantize}: the nearest code of each vector. */
@Command(
        name = "quantize",
        header = "The nearest of a codebook's codes for each vector, and gathering these codes.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  azulejo bench quantize                              (16384 vectors of 64, 512 codes)",
            "  azulejo bench quantize --vectors 1000 --code-dim 33 --codes 100 --json"
        })
public final class BenchQuantize implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            defaultValue = "16384",
            converter = OptionTypes.Count.class,
            description = "Vectors to quantize (default ${DEFAULT-VALUE}).")
    private int vectors;

    @Option(
            names = "--code-dim",
            paramLabel = "D",
            defaultValue = "64",
            converter = OptionTypes.Count.class,
            description = "Elements of a vector (default ${DEFAULT-VALUE}).")
    private int codeDim;

    @Option(
            names = "--codes",
            paramLabel = "K",
            defaultValue = "512",
            converter = OptionTypes.Count.class,
            description = "Codes to choose from (default ${DEFAULT-VALUE}).")
    private int codes;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofKernel();

    /** The command in this session. */
    public BenchQuantize(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Shape shape = UsageException.refusing(() -> Shape.of(vectors, codeDim));
        Shape book = UsageException.refusing(() -> Shape.of(codes, codeDim));
        try (Engine engine = session.engine()) {
            Bench.requireSingleCalls(engine, "bench quantize");
            Backend backend = engine.backend();
            Tensor z = Bench.normals(engine, 0, shape);
            Tensor codebook = Bench.normals(engine, 1, book);
            Tensor gathered = engine.allocate(shape);
            IntTensor indices = engine.allocateInts(Shape.of(vectors));
            int[] read = new int[1];
            double search = repetitions
                    .measure(session.threads(), () -> {
                        backend.codebooks()
                                .nearest(z.buffer(), codebook.buffer(), indices.buffer(), vectors, codes, codeDim);
                        backend.memory().read(indices.buffer(), 0, read, 0, 1);
                    })
                    .median();
            double gather = repetitions
                    .measure(session.threads(), () -> {
                        backend.layouts()
                                .gather(
                                        codebook.buffer(),
                                        indices.buffer(),
                                        gathered.buffer(),
                                        vectors,
                                        codes,
                                        codeDim);
                        Bench.await(gathered);
                    })
                    .median();
            // A distance is an inner product, beside what is computed once per vector or code.
            double gflops = 2.0 * vectors * codes * codeDim / search / 1e9;
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("step_milliseconds", 1e3 * search);
            own.put("gflops", gflops);
            own.put("vectors_per_second", vectors / search);
            own.put("gather_milliseconds", 1e3 * gather);
            Map<String, Object> json = Bench.figures(own, backend.name(), session.threads());
            session.result(
                    json,
                    String.format(
                            Locale.ROOT,
                            "nearest of %d codes for %d vectors of %d: %.2f ms, %.1f GFLOP/s, %.1f million vectors/s;"
                                    + " gathering them %.2f ms (%s)",
                            codes,
                            vectors,
                            codeDim,
                            1e3 * search,
                            gflops,
                            vectors / search / 1e6,
                            1e3 * gather,
                            Bench.conditions(json)));
        }
        return 0;
    }
}
