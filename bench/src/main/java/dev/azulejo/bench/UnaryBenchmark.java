package dev.azulejo.bench;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.UnaryFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Element-wise functions of one argument, and their gradients. */
public class UnaryBenchmark extends KernelBenchmark {
    /** Rows and channels. */
    @Param({"1024x128", "1021x127"})
    public String shape;

    /** The function: all of them. */
    @Param
    public UnaryFunction function;

    private int n;
    private Buffer x;
    private Buffer y;
    private Buffer dy;
    private Buffer dx;

    @Override
    void makeOperands() {
        n = sizes(shape)[0] * sizes(shape)[1];
        x = normal(1, n);
        if (function == UnaryFunction.LOG || function == UnaryFunction.RSQRT) {
            kernels.elementwise().unary(UnaryFunction.EXP, x, x, n);
        }
        y = normal(2, n);
        dy = normal(3, n);
        dx = normal(4, n);
    }

    @Benchmark
    public Buffer forward() {
        kernels.elementwise().unary(function, x, y, n);
        return y;
    }

    @Benchmark
    public Buffer gradient() {
        kernels.elementwise().unaryGradient(function, function.derivativeOfValue() ? y : x, dy, dx, n);
        return dx;
    }
}
