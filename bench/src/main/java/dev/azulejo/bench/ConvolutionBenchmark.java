package dev.azulejo.bench;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The convolutions of the seed's model at 256x256, batch 4, and odd ones, in all three directions. The layer is
 * {@code SIZExINxOUTxKERNELxSTRIDE}; the padding keeps the size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvolutionBenchmark {
    /** Backend, as in {@code --backend}. */
    @Param("vector")
    public String backend;

    /** Threads that compute. */
    @Param({"1", "2"})
    public int threads;

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

    private Backend kernels;
    private ConvolutionGeometry geometry;
    private Buffer x;
    private Buffer w;
    private Buffer y;

    /** For JMH. */
    public ConvolutionBenchmark() {}

    /** Makes the operands. */
    @Setup
    public void setUp() {
        kernels = Backends.choose(backend, threads);
        int[] sizes =
                Arrays.stream(layer.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        int size = sizes[0];
        int kernel = sizes[3];
        int stride = sizes[4];
        int pad = (kernel - 1) / 2;
        int out = (size + 2 * pad - kernel) / stride + 1;
        geometry =
                new ConvolutionGeometry(4, size, size, sizes[1], out, out, sizes[2], kernel, kernel, stride, pad, pad);
        x = GemmBenchmark.normal(kernels, 1, geometry.inputSize());
        w = GemmBenchmark.normal(kernels, 2, geometry.weightSize());
        y = GemmBenchmark.normal(kernels, 3, geometry.outputSize());
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        kernels.close();
    }

    /**
     * The convolution.
     *
     * @return the result
     */
    @Benchmark
    public Buffer forward() {
        kernels.convolutions().forward(x, w, Epilogue.NONE, y, geometry);
        return y;
    }

    /**
     * The gradient of its input.
     *
     * @return the result
     */
    @Benchmark
    public Buffer inputGradient() {
        kernels.convolutions().inputGradient(y, w, Epilogue.NONE, x, geometry);
        return x;
    }

    /**
     * The gradient of its weights.
     *
     * @return the result
     */
    @Benchmark
    public Buffer weightGradient() {
        kernels.convolutions().weightGradient(x, y, w, geometry);
        return w;
    }
}
