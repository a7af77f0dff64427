package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** dx = f'(x) dy over a range, a loop a function; a is y or x, as {@link UnaryFunction#derivativeOfValue} says. */
public final class VectorUnaryGradient {
    private VectorUnaryGradient() {}

    public static void apply(UnaryFunction f, float[] a, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        whole(f, a, dy, dx, from, bound);
        if (bound < to) {
            // A register of its own, filled up with what nobody reads.
            float[] rest = Arrays.copyOf(Arrays.copyOfRange(dy, bound, to), Lanes.COUNT);
            float[] as = Arrays.copyOf(Arrays.copyOfRange(a, bound, to), Lanes.COUNT);
            whole(f, as, rest, rest, 0, Lanes.COUNT);
            System.arraycopy(rest, 0, dx, bound, to - bound);
        }
    }

    private static void whole(UnaryFunction f, float[] a, float[] dy, float[] dx, int from, int to) {
        switch (f) {
            case RELU -> relu(a, dy, dx, from, to);
            case ELU -> elu(a, dy, dx, from, to);
            case SIGMOID -> sigmoid(a, dy, dx, from, to);
            case TANH -> tanh(a, dy, dx, from, to);
            case EXP -> VectorArithmetic.multiply(a, dy, dx, from, to);
            case LOG -> VectorArithmetic.divide(dy, a, dx, from, to);
            case SQUARE -> square(a, dy, dx, from, to);
            case SILU -> silu(a, dy, dx, from, to);
            case RSQRT -> rsqrt(a, dy, dx, from, to);
            case ROUND -> VectorArithmetic.scale(0, dy, dx, from, to);
        }
    }

    private static void relu(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            d.blend(0, v.compare(GT, 0).not()).intoArray(dx, i);
        }
    }

    private static void elu(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.add(1).blend(1, v.compare(GT, 0)).mul(d).intoArray(dx, i);
        }
    }

    private static void sigmoid(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(v.neg().add(1)).mul(d).intoArray(dx, i);
        }
    }

    private static void tanh(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(v).neg().add(1).mul(d).intoArray(dx, i);
        }
    }

    private static void square(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(2).mul(d).intoArray(dx, i);
        }
    }

    private static void rsqrt(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            v.mul(-0.5f).mul(v).mul(v).mul(d).intoArray(dx, i);
        }
    }

    /** s (1 + x (1 - s)) with s = sigmoid(x). */
    private static void silu(float[] x, float[] dy, float[] dx, int from, int to) {
        float[] sigmoid = new float[Math.min(to - from, VectorUnary.CHUNK)];
        for (int at = from; at < to; at += VectorUnary.CHUNK) {
            int n = Math.min(VectorUnary.CHUNK, to - at);
            VectorMath.sigmoid(x, at, sigmoid, 0, n);
            silu(sigmoid, x, dy, dx, at, n);
        }
    }

    private static void silu(float[] sigmoid, float[] x, float[] dy, float[] dx, int at, int n) {
        for (int i = 0; i < n; i += Lanes.COUNT) {
            FloatVector s = FloatVector.fromArray(Lanes.FLOATS, sigmoid, i);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + i);
            v.mul(s.neg().add(1)).add(1).mul(s).mul(d).intoArray(dx, at + i);
        }
    }
}
