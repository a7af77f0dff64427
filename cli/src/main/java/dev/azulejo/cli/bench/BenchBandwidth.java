package dev.azulejo.cli.bench;

import dev.azulejo.cli.bench.measure.Repetitions;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.BinaryFunction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code azulejo bench bandwidth}: how fast this machine's memory is. */
@Command(
        name = "bandwidth",
        header = "The sum of two arrays that no cache holds, in bytes read and written per second.",
        sortOptions = false)
public final class BenchBandwidth implements Callable<Integer> {
    private static final int ARRAYS = 3;
    private static final int MEBIBYTES = 128;

    private final Session session;

    @Mixin
    private final Repetitions repetitions = Repetitions.ofKernel();

    /** The command in this session. */
    public BenchBandwidth(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        int size = MEBIBYTES << 18;
        try (Engine engine = session.engine()) {
            Bench.requireSingleCalls(engine, "bench bandwidth");
            Tensor a = engine.tensor(Shape.of(size), new float[size]);
            Tensor b = engine.tensor(Shape.of(size), new float[size]);
            Tensor sum = engine.allocate(Shape.of(size));
            double seconds = repetitions
                    .measure(session.threads(), () -> {
                        engine.backend()
                                .elementwise()
                                .binary(BinaryFunction.ADD, a.buffer(), b.buffer(), sum.buffer(), size);
                        Bench.await(sum);
                    })
                    .median();
            double gigabytes = (double) ARRAYS * Float.BYTES * size / 1e9;
            Map<String, Object> own = new LinkedHashMap<>();
            own.put("step_milliseconds", 1e3 * seconds);
            own.put("gigabytes_per_second", gigabytes / seconds);
            Map<String, Object> json = Bench.figures(own, engine.backend().name(), session.threads());
            session.result(
                    json,
                    String.format(
                            Locale.ROOT,
                            "sum of two arrays of %d MiB: %.1f ms, %.1f GB/s (%s)",
                            MEBIBYTES,
                            1e3 * seconds,
                            gigabytes / seconds,
                            Bench.conditions(json)));
        }
        return 0;
    }
}
