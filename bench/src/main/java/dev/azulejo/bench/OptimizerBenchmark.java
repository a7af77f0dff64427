package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels.AdamSettings;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Updates of one parameter. */
public class OptimizerBenchmark extends KernelBenchmark {
    private static final AdamSettings SETTINGS = new AdamSettings(0.9, 0.999, 1e-8, 0.01);

    /** Rows and channels of a weight. */
    @Param({"1024x128", "1021x127"})
    public String shape;

    private int n;
    private Buffer w;
    private Buffer g;
    private Buffer m;
    private Buffer v;
    private Buffer step;

    @Override
    void makeOperands() {
        n = sizes(shape)[0] * sizes(shape)[1];
        w = normal(1, n);
        g = normal(2, n);
        m = floats(new float[n]);
        v = floats(new float[n]);
        step = floats(3e-4f, 0.271f, 0.002997f, 1);
    }

    @Benchmark
    public Buffer adam() {
        kernels.optimizers().adam(List.of(w), List.of(g), List.of(m), List.of(v), List.of(n), SETTINGS, step);
        return w;
    }

    @Benchmark
    public Buffer average() {
        kernels.optimizers().average(List.of(m), List.of(w), List.of(n), step);
        return m;
    }

    @Benchmark
    public Buffer clipFactor() {
        kernels.optimizers().clipFactor(List.of(g), List.of(n), 1, step, 3);
        return step;
    }
}
