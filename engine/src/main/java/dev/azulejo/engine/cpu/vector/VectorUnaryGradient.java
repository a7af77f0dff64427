package dev.azulejo.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.azulejo.engine.backend.UnaryFunction;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** dx = f'(x) dy over a range, a loop a function; a is whichever of x and y = f(x) the derivative reads. */
final class VectorUnaryGradient {
    private VectorUnaryGradient() {}

    static void apply(UnaryFunction f, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        int bound = Lanes.bound(from, to);
        whole(f, x, y, dy, dx, from, bound);
        if (bound < to) {
            // A register of its own, filled up with what nobody reads.
            float[] rest = Arrays.copyOf(Arrays.copyOfRange(dy, bound, to), Lanes.COUNT);
            float[] xs = Arrays.copyOf(Arrays.copyOfRange(x, bound, to), Lanes.COUNT);
            float[] ys = Arrays.copyOf(Arrays.copyOfRange(y, bound, to), Lanes.COUNT);
            whole(f, xs, ys, rest, rest, 0, Lanes.COUNT);
            System.arraycopy(rest, 0, dx, bound, to - bound);
        }
    }

    private static void whole(UnaryFunction f, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        switch (f) {
            case RELU -> relu(y, dy, dx, from, to);
            case ELU -> elu(x, y, dy, dx, from, to);
            case SIGMOID -> sigmoid(y, dy, dx, from, to);
            case TANH -> tanh(y, dy, dx, from, to);
            case EXP -> VectorArithmetic.multiply(y, dy, dx, from, to);
            case LOG -> VectorArithmetic.divide(dy, x, dx, from, to);
            case SQUARE -> square(x, dy, dx, from, to);
            case SILU -> silu(x, dy, dx, from, to);
        }
    }

    private static void relu(float[] a, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, i);
            d.blend(0, v.compare(GT, 0).not()).intoArray(dx, i);
        }
    }

    private static void elu(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            VectorMask<Float> positive =
                    FloatVector.fromArray(Lanes.FLOATS, x, i).compare(GT, 0);
            FloatVector slope = FloatVector.fromArray(Lanes.FLOATS, y, i).add(1).blend(1, positive);
            slope.mul(FloatVector.fromArray(Lanes.FLOATS, dy, i)).intoArray(dx, i);
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
