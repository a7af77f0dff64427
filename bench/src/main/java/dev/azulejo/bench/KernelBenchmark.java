package dev.azulejo.bench;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.random.Philox;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * The part that the benchmarks of all families of kernels share: how JMH runs them (it inherits its annotations), the
 * backend, of which every figure has a pair, and operands that are the same in every run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {
    /** Backend, as in {@code --backend}. */
    @Param({"scalar", "vector"})
    public String backend;

    /** Threads that compute. */
    @Param("1")
    public int threads;

    /** The backend. */
    Backend kernels;

    /** Starts the backend and makes the operands. */
    @Setup
    public void setUp() {
        kernels = Backends.choose(backend, threads);
        makeOperands();
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        kernels.close();
    }

    /** Makes the buffers that the benchmarks of a family read and write. */
    abstract void makeOperands();

    /** A buffer of normal values. */
    Buffer normal(int stream, int size) {
        float[] values = new float[size];
        Philox.normals(1, stream, 0, 0, values, 0, size);
        return floats(values);
    }

    /** A buffer of these values. */
    Buffer floats(float... values) {
        Buffer buffer = kernels.memory().allocate(DType.FLOAT32, values.length);
        kernels.memory().write(values, 0, buffer, 0, values.length);
        return buffer;
    }

    /** A buffer of integers in [0, bound). */
    Buffer indices(int stream, int size, int bound) {
        int[] values = new int[size];
        Arrays.setAll(values, i -> (int) Philox.below(bound, 1, stream, 0, i));
        Buffer buffer = kernels.memory().allocate(DType.INT32, size);
        kernels.memory().write(values, 0, buffer, 0, size);
        return buffer;
    }

    /** The numbers of a parameter such as {@code 1024x128}. */
    static int[] sizes(String parameter) {
        return Arrays.stream(parameter.split("x", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
