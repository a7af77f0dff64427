package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;
import static dev.azulejo.engine.tornado.ArrayBuffer.ints;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.tornado.kernels.Elementwise;
import dev.azulejo.engine.tornado.kernels.Random;

/** Element-wise calls: a launch each. */
record ElementwiseLaunches(Device device) implements ElementwiseKernels {
    private void run(String kernel, int n, Object... arguments) {
        if (n > 0) {
            device.run(Launch.flat(Elementwise.class, kernel, n, arguments));
        }
    }

    /** The number that {@code Functions} gives them. */
    private static int number(UnaryFunction f) {
        return switch (f) {
            case RELU -> 0;
            case ELU -> 1;
            case SIGMOID -> 2;
            case TANH -> 3;
            case EXP -> 4;
            case LOG -> 5;
            case SQUARE -> 6;
            case SILU -> 7;
            case RSQRT -> 8;
            case ROUND -> 9;
        };
    }

    private static int number(BinaryFunction f) {
        return switch (f) {
            case ADD -> 0;
            case SUBTRACT -> 1;
            case MULTIPLY -> 2;
            case DIVIDE -> 3;
            case LESS -> 4;
            case EQUAL -> 5;
        };
    }

    @Override
    public void unary(UnaryFunction f, Buffer x, Buffer out, int n) {
        run("unary", n, floats(x), floats(out), number(f));
    }

    @Override
    public void unaryGradient(UnaryFunction f, Buffer a, Buffer dy, Buffer dx, int n) {
        run("unaryGradient", n, floats(a), floats(dy), floats(dx), number(f));
    }

    @Override
    public void binary(BinaryFunction f, Buffer a, Buffer b, Buffer out, int n) {
        run("binary", n, floats(a), floats(b), floats(out), number(f));
    }

    @Override
    public void linear(float alpha, Buffer a, float beta, Buffer b, Buffer out, int n) {
        run("linear", n, floats(a), floats(b), floats(out), alpha, beta);
    }

    @Override
    public void scale(float factor, Buffer x, Buffer out, int n) {
        run("scale", n, floats(x), floats(out), factor);
    }

    @Override
    public void scaleBy(float factor, Buffer s, Buffer x, Buffer out, int n) {
        run("scaleBy", n, floats(s), floats(x), floats(out), factor);
    }

    @Override
    public void broadcast(BinaryFunction f, Buffer x, Buffer v, Buffer out, int groups, int rows, int channels) {
        int n = groups * rows * channels;
        run("broadcast", n, floats(x), floats(v), floats(out), number(f), rows, channels);
    }

    @Override
    public void where(Buffer condition, Buffer a, Buffer b, Buffer out, int n) {
        run("where", n, floats(condition), floats(a), floats(b), floats(out));
    }

    @Override
    public void toFloats(Buffer x, Buffer out, int n) {
        run("toFloats", n, ints(x), floats(out));
    }

    @Override
    public void toInts(Buffer x, Buffer out, int n) {
        run("toInts", n, floats(x), ints(out));
    }

    @Override
    public void gate(Buffer x, Buffer out, int rows, int channels) {
        run("gate", rows * channels, floats(x), floats(out), channels);
    }

    @Override
    public void gateGradient(Buffer x, Buffer dy, Buffer dx, int rows, int channels) {
        run("gateGradient", rows * channels, floats(x), floats(dy), floats(dx), channels);
    }

    @Override
    public void dropout(Buffer x, Buffer out, int n, float rate, int stream, Buffer key) {
        if (n > 0) {
            device.run(Launch.flat(Random.class, "dropout", n, floats(x), ints(key), floats(out), rate, stream));
        }
    }
}
