package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.LT;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * tanh(a) sigmoid(b) and its gradient, over rows of a and then b.
 *
 * <p>With e = exp(-2|a|) and f = exp(-|b|): tanh(a) = ±(1 - e) / (1 + e), 1 - tanh² = 4 e / (1 + e)², sigmoid(b) = 1 / (1 + f)
 * or f / (1 + f), and s (1 - s) = f / (1 + f)²; nothing cancels where the gate saturates. The exponentials come
 * first, in scratch.
 */
public final class VectorGate {
    private VectorGate() {}

    // The last register of a row starts early enough to be whole; what it computes twice comes out the same, since no
    // output is an input. Rows narrower than a register are plain arithmetic in the same order.

    /**
     * One row of outputs.
     *
     * @param at where the row's 2 n arguments begin in x
     * @param exponentials exp(-|x|) of these arguments
     */
    static void row(float[] x, int at, float[] exponentials, float[] out, int outAt, int n) {
        if (n < Lanes.COUNT) {
            rowNarrow(x, at, exponentials, out, outAt, n);
            return;
        }
        int bound = Lanes.FLOATS.loopBound(n);
        row(x, at, exponentials, out, outAt, n, 0, bound);
        if (bound < n) {
            row(x, at, exponentials, out, outAt, n, n - Lanes.COUNT, n);
        }
    }

    private static void row(float[] x, int at, float[] exponentials, float[] out, int outAt, int n, int from, int to) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        for (int c = from; c < to; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector root = FloatVector.fromArray(Lanes.FLOATS, exponentials, c);
            FloatVector e = root.mul(root);
            FloatVector f = FloatVector.fromArray(Lanes.FLOATS, exponentials, n + c);
            FloatVector tanh = e.sub(1);
            tanh = tanh.neg().blend(tanh, a.compare(LT, 0));
            FloatVector sigmoid = one.blend(f, b.compare(LT, 0));
            FloatVector denominator = e.add(1).mul(f.add(1));
            tanh.mul(sigmoid).div(denominator).intoArray(out, outAt + c);
        }
    }

    private static void rowNarrow(float[] x, int at, float[] exponentials, float[] out, int outAt, int n) {
        for (int c = 0; c < n; c++) {
            float e = exponentials[c] * exponentials[c];
            float f = exponentials[n + c];
            float numerator = tanh(x[at + c], e) * sigmoid(x[at + n + c], f);
            out[outAt + c] = numerator / ((e + 1) * (f + 1));
        }
    }

    /** One row of gradients: dx[a] = dy s (1 - t²) and dx[b] = dy t s (1 - s). */
    static void rowGradient(float[] x, int at, float[] exponentials, float[] dy, int dyAt, float[] dx, int n) {
        if (n < Lanes.COUNT) {
            rowGradientNarrow(x, at, exponentials, dy, dyAt, dx, n);
            return;
        }
        int bound = Lanes.FLOATS.loopBound(n);
        rowGradient(x, at, exponentials, dy, dyAt, dx, n, 0, bound);
        if (bound < n) {
            rowGradient(x, at, exponentials, dy, dyAt, dx, n, n - Lanes.COUNT, n);
        }
    }

    private static void rowGradient(
            float[] x, int at, float[] exponentials, float[] dy, int dyAt, float[] dx, int n, int from, int to) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1);
        for (int c = from; c < to; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector root = FloatVector.fromArray(Lanes.FLOATS, exponentials, c);
            FloatVector e = root.mul(root);
            FloatVector f = FloatVector.fromArray(Lanes.FLOATS, exponentials, n + c);
            FloatVector tanh = e.sub(1);
            tanh = tanh.neg().blend(tanh, a.compare(LT, 0));
            FloatVector sigmoid = one.blend(f, b.compare(LT, 0));
            FloatVector p = e.add(1);
            FloatVector q = f.add(1);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, dyAt + c).div(p.mul(q));
            e.mul(4).mul(sigmoid).div(p).mul(d).intoArray(dx, at + c);
            tanh.mul(f).div(q).mul(d).intoArray(dx, at + n + c);
        }
    }

    private static void rowGradientNarrow(
            float[] x, int at, float[] exponentials, float[] dy, int dyAt, float[] dx, int n) {
        for (int c = 0; c < n; c++) {
            float e = exponentials[c] * exponentials[c];
            float f = exponentials[n + c];
            float p = e + 1;
            float q = f + 1;
            float d = dy[dyAt + c] / (p * q);
            float tanh = tanh(x[at + c], e);
            dx[at + c] = e * 4 * sigmoid(x[at + n + c], f) / p * d;
            dx[at + n + c] = tanh * f / q * d;
        }
    }

    /** The numerator of tanh(a): 1 - e with the sign of a. */
    private static float tanh(float a, float e) {
        return a < 0 ? e - 1 : -(e - 1);
    }

    /** The numerator of sigmoid(b). */
    private static float sigmoid(float b, float f) {
        return b < 0 ? f : 1;
    }
}
