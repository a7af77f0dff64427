package dev.azulejo.bench;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Element-wise kernels of more than one argument, gates and dropout; {@link UnaryBenchmark} has the functions of one. */
public class ElementwiseBenchmark extends KernelBenchmark {
    /** Rows and channels. */
    @Param({"1024x128", "1021x127"})
    public String shape;

    private int rows;
    private int channels;
    private int n;
    private Buffer a;
    private Buffer b;
    private Buffer pairs;
    private Buffer vector;
    private Buffer one;
    private Buffer key;
    private Buffer integers;
    private Buffer out;
    private Buffer outPairs;

    @Override
    void makeOperands() {
        rows = sizes(shape)[0];
        channels = sizes(shape)[1];
        n = rows * channels;
        a = normal(1, n);
        b = normal(2, n);
        pairs = normal(3, 2 * n);
        vector = normal(4, channels);
        one = floats(1);
        key = indices(5, 4, 1);
        integers = indices(8, n, 1000);
        out = normal(6, n);
        outPairs = normal(7, 2 * n);
    }

    @Benchmark
    public Buffer add() {
        kernels.elementwise().binary(BinaryFunction.ADD, a, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer subtract() {
        kernels.elementwise().binary(BinaryFunction.SUBTRACT, a, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer multiply() {
        kernels.elementwise().binary(BinaryFunction.MULTIPLY, a, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer divide() {
        kernels.elementwise().binary(BinaryFunction.DIVIDE, a, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer linear() {
        kernels.elementwise().linear(0.3f, a, 0.7f, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer scale() {
        kernels.elementwise().scale(0.7f, a, out, n);
        return out;
    }

    @Benchmark
    public Buffer scaleBy() {
        kernels.elementwise().scaleBy(0.7f, one, a, out, n);
        return out;
    }

    @Benchmark
    public Buffer addVector() {
        kernels.elementwise().broadcast(BinaryFunction.ADD, a, vector, out, 1, rows, channels);
        return out;
    }

    @Benchmark
    public Buffer multiplyByVector() {
        kernels.elementwise().broadcast(BinaryFunction.MULTIPLY, a, vector, out, 1, rows, channels);
        return out;
    }

    @Benchmark
    public Buffer multiplyRows() {
        kernels.elementwise().broadcast(BinaryFunction.MULTIPLY, a, b, out, rows, channels, 1);
        return out;
    }

    @Benchmark
    public Buffer where() {
        kernels.elementwise().where(a, a, b, out, n);
        return out;
    }

    @Benchmark
    public Buffer toFloats() {
        kernels.elementwise().toFloats(integers, out, n);
        return out;
    }

    @Benchmark
    public Buffer toInts() {
        kernels.elementwise().toInts(a, integers, n);
        return integers;
    }

    @Benchmark
    public Buffer gate() {
        kernels.elementwise().gate(pairs, out, rows, channels);
        return out;
    }

    @Benchmark
    public Buffer gateGradient() {
        kernels.elementwise().gateGradient(pairs, a, outPairs, rows, channels);
        return outPairs;
    }

    @Benchmark
    public Buffer dropout() {
        kernels.elementwise().dropout(a, out, n, 0.1f, 1, key);
        return out;
    }
}
