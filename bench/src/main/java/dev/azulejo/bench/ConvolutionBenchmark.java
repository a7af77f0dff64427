package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The convolutions of the reference model at 256x256, batch 4, and odd ones, in all three directions. The layer is
 * {@code SIZExINxOUTxKERNELxSTRIDE}; the padding keeps the size. The scalar backend takes seconds for most.
 */
public class ConvolutionBenchmark extends KernelBenchmark {
    /** Sizes of the layer. */
    @Param({
        "64x128x128x3x1",
        "128x128x128x4x2",
        "256x3x128x4x2",
        "64x128x128x1x1",
        "32x64x128x3x1",
        "33x70x50x3x1",
        "32x128x128x5x1"
    })
    public String layer;

    private ConvolutionGeometry geometry;
    private Buffer x;
    private Buffer w;
    private Buffer y;

    @Override
    void makeOperands() {
        int[] sizes = sizes(layer);
        int size = sizes[0];
        int kernel = sizes[3];
        int stride = sizes[4];
        int pad = (kernel - 1) / 2;
        int out = (size + 2 * pad - kernel) / stride + 1;
        geometry =
                new ConvolutionGeometry(4, size, size, sizes[1], out, out, sizes[2], kernel, kernel, stride, pad, pad);
        x = normal(1, geometry.inputSize());
        w = normal(2, geometry.weightSize());
        y = normal(3, geometry.outputSize());
    }

    @Benchmark
    public Buffer forward() {
        kernels.convolutions().forward(x, w, Epilogue.NONE, y, geometry);
        return y;
    }

    @Benchmark
    public Buffer inputGradient() {
        kernels.convolutions().inputGradient(y, w, Epilogue.NONE, x, geometry);
        return x;
    }

    @Benchmark
    public Buffer weightGradient() {
        kernels.convolutions().weightGradient(x, y, w, geometry);
        return w;
    }
}
