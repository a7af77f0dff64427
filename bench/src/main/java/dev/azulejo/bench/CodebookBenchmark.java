package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The search for the nearest code, and codebooks learned by moving averages. */
public class CodebookBenchmark extends KernelBenchmark {
    /** Vectors, codes and their dimension. */
    @Param({"1024x512x64", "1021x509x63"})
    public String quantizer;

    private int rows;
    private int codes;
    private int dimension;
    private Buffer z;
    private Buffer codebook;
    private Buffer indices;
    private Buffer counts;
    private Buffer sums;
    private Buffer averageCounts;
    private Buffer averageSums;
    private Buffer averages;
    private Buffer key;

    @Override
    void makeOperands() {
        int[] sizes = sizes(quantizer);
        rows = sizes[0];
        codes = sizes[1];
        dimension = sizes[2];
        z = normal(1, rows * dimension);
        codebook = normal(2, codes * dimension);
        indices = indices(3, rows, codes);
        counts = floats(new float[codes]);
        kernels.codebooks().count(indices, counts, rows, codes);
        sums = normal(4, codes * dimension);
        averageCounts = floats(new float[codes]);
        averageSums = normal(5, codes * dimension);
        averages = normal(6, codes * dimension);
        key = indices(7, 3, Integer.MAX_VALUE);
    }

    @Benchmark
    public Buffer nearest() {
        kernels.codebooks().nearest(z, codebook, indices, rows, codes, dimension);
        return indices;
    }

    @Benchmark
    public Buffer count() {
        kernels.codebooks().count(indices, counts, rows, codes);
        return counts;
    }

    @Benchmark
    public Buffer movingAverage() {
        kernels.codebooks()
                .movingAverage(counts, sums, averageCounts, averageSums, averages, codes, dimension, 0.99f, 1e-5f);
        return averages;
    }

    /** Every code restarts, every time. */
    @Benchmark
    public Buffer restart() {
        kernels.codebooks().restart(z, averageCounts, averageSums, averages, rows, codes, dimension, 2, 1, 1, key);
        return averages;
    }
}
