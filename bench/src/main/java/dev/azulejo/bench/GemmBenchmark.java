package dev.azulejo.bench;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Philox;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels.Shape;
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

/** Matrix products: square, odd and thin. The shape is {@code MxNxK}, with {@code xA} or {@code xB} for what is
 * stored transposed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
    /** Backend, as in {@code --backend}. */
    @Param("vector")
    public String backend;

    /** Threads that compute. */
    @Param({"1", "2"})
    public int threads;

    /** Sizes of the product. */
    @Param({
        "512x512x512",
        "1024x1024x1024",
        "2048x2048x2048",
        "2048x2048x2048xA",
        "2048x2048x2048xB",
        "1000x777x333",
        "16384x128x128",
        "1x512x512",
        "16x512x1024"
    })
    public String shape;

    private Backend kernels;
    private Shape sizes;
    private Buffer a;
    private Buffer b;
    private Buffer out;

    /** For JMH. */
    public GemmBenchmark() {}

    /** Makes the operands. */
    @Setup
    public void setUp() {
        kernels = Backends.choose(backend, threads);
        String[] parts = shape.split("x", -1);
        sizes = new Shape(
                1,
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                shape.endsWith("A"),
                shape.endsWith("B"));
        a = normal(kernels, 1, sizes.m() * sizes.k());
        b = normal(kernels, 2, sizes.k() * sizes.n());
        out = normal(kernels, 3, sizes.m() * sizes.n());
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        kernels.close();
    }

    /**
     * One product.
     *
     * @return the result
     */
    @Benchmark
    public Buffer multiply() {
        kernels.matrices().multiply(a, b, Epilogue.NONE, out, sizes);
        return out;
    }

    static Buffer normal(Backend backend, int stream, int size) {
        float[] values = new float[size];
        Philox.normals(1, stream, 0, 0, values, 0, size);
        Buffer buffer = backend.memory().allocate(DType.FLOAT32, size);
        backend.memory().write(values, 0, buffer, 0, size);
        return buffer;
    }
}
