package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Softmaxes, cross-entropy and layer normalisation of the priors. */
public class NormalizationBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"1024x128", "1021x127"})
    public String shape;

    private int rows;
    private int columns;
    private Buffer x;
    private Buffer dy;
    private Buffer gamma;
    private Buffer beta;
    private Buffer statistics;
    private Buffer targets;
    private Buffer one;
    private Buffer loss;
    private Buffer dgamma;
    private Buffer dbeta;
    private Buffer out;

    @Override
    void makeOperands() {
        rows = sizes(shape)[0];
        columns = sizes(shape)[1];
        x = normal(1, rows * columns);
        dy = normal(2, rows * columns);
        gamma = normal(3, columns);
        beta = normal(4, columns);
        statistics = normal(5, 2 * rows);
        targets = indices(6, rows, columns);
        one = floats(1);
        loss = floats(0);
        dgamma = normal(7, columns);
        dbeta = normal(8, columns);
        out = normal(9, rows * columns);
    }

    @Benchmark
    public Buffer softmax() {
        kernels.normalizations().softmax(x, out, rows, columns);
        return out;
    }

    @Benchmark
    public Buffer causalSoftmax() {
        kernels.normalizations().causalSoftmax(x, out, rows / columns, columns, false);
        return out;
    }

    @Benchmark
    public Buffer softmaxGradient() {
        kernels.normalizations().softmaxGradient(x, dy, out, rows, columns);
        return out;
    }

    @Benchmark
    public Buffer logSoftmax() {
        kernels.normalizations().logSoftmax(x, out, rows, columns);
        return out;
    }

    @Benchmark
    public Buffer logSoftmaxGradient() {
        kernels.normalizations().logSoftmaxGradient(x, dy, out, rows, columns);
        return out;
    }

    @Benchmark
    public Buffer crossEntropy() {
        kernels.normalizations().crossEntropy(x, targets, loss, rows, columns);
        return loss;
    }

    @Benchmark
    public Buffer crossEntropyGradient() {
        kernels.normalizations().crossEntropyGradient(x, targets, one, out, rows, columns);
        return out;
    }

    @Benchmark
    public Buffer layerNorm() {
        kernels.normalizations().layerNorm(x, gamma, beta, out, statistics, rows, columns, 1e-5f);
        return out;
    }

    @Benchmark
    public Buffer layerNormGradient() {
        kernels.normalizations().layerNormGradient(x, gamma, statistics, dy, out, dgamma, dbeta, rows, columns);
        return out;
    }
}
