package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Sums: of losses, of biases' gradients. */
public class ReductionBenchmark extends KernelBenchmark {
    /** Rows and channels. */
    @Param({"1024x128", "1021x127"})
    public String shape;

    private int rows;
    private int channels;
    private int n;
    private Buffer a;
    private Buffer b;
    private Buffer one;
    private Buffer sums;
    private Buffer out;
    private Buffer places;

    @Override
    void makeOperands() {
        rows = sizes(shape)[0];
        channels = sizes(shape)[1];
        n = rows * channels;
        a = normal(1, n);
        b = normal(2, n);
        one = floats(1);
        sums = normal(3, channels);
        out = normal(4, n);
        places = indices(5, rows, channels);
    }

    @Benchmark
    public Buffer sum() {
        kernels.reductions().sum(a, n, 1, sums, 0);
        return sums;
    }

    @Benchmark
    public Buffer squaredError() {
        kernels.reductions().squaredError(a, b, n, 1, sums, 0);
        return sums;
    }

    @Benchmark
    public Buffer squaredErrorGradient() {
        kernels.reductions().squaredErrorGradient(a, b, n, 1, one, out);
        return out;
    }

    @Benchmark
    public Buffer biasReluGradient() {
        kernels.reductions().biasReluGradient(a, b, rows, channels, out, sums);
        return sums;
    }

    @Benchmark
    public Buffer argMax() {
        kernels.reductions().argMax(a, places, rows, channels);
        return places;
    }

    /** A sum per row. */
    @Benchmark
    public Buffer sumOfRows() {
        kernels.reductions().sumRows(a, rows, channels, 1, out);
        return out;
    }

    @Benchmark
    public Buffer sumRows() {
        kernels.reductions().sumRows(a, 1, rows, channels, sums);
        return sums;
    }
}
