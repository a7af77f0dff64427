package dev.azulejo.engine.cpu.vector;

import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * tanh(a) sigmoid(b) and its gradient, over rows of a and then b.
 *
 * <p>With e = exp(-2|a|) and f = exp(-|b|): tanh(a) = ±(1 - e) / (1 + e), 1 - tanh² = 4 e / (1 + e)², sigmoid(b) = 1 / (1 + f)
 * or f / (1 + f), and s (1 - s) = f / (1 + f)²; nothing cancels where the gate saturates. The exponentials are a loop of
 * their own: with two functions in one loop C2 ran out of its inlining budget and boxed every register, 9 ns an element.
 */
final class VectorGate {
    private VectorGate() {}

    /** out = exp(-|x|) for n elements from {@code from}. */
    static void exponentials(float[] x, int from, int n, float[] out) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, from + c);
            VectorMath.expOfNegative(v.abs().neg()).intoArray(out, c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, from + bound, rest);
            VectorMath.expOfNegative(v.abs().neg()).intoArray(out, bound, rest);
        }
    }

    // In the rows below the rest is plain arithmetic, in the same order: a masked copy of the loop was too much for C2
    // again.

    /**
     * One row of outputs.
     *
     * @param at where the row's 2 n arguments begin in x
     * @param exponentials those of these arguments
     */
    static void row(float[] x, int at, float[] exponentials, float[] out, int outAt, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector root = FloatVector.fromArray(Lanes.FLOATS, exponentials, c);
            FloatVector e = root.mul(root);
            FloatVector f = FloatVector.fromArray(Lanes.FLOATS, exponentials, n + c);
            FloatVector numerator = signed(a, e).mul(upper(b, f));
            numerator.div(e.add(1).mul(f.add(1))).intoArray(out, outAt + c);
        }
        for (int c = bound; c < n; c++) {
            float e = exponentials[c] * exponentials[c];
            float f = exponentials[n + c];
            float numerator = signed(x[at + c], e) * upper(x[at + n + c], f);
            out[outAt + c] = numerator / ((e + 1) * (f + 1));
        }
    }

    /** One row of gradients: dx[a] = dy s (1 - t²) and dx[b] = dy t s (1 - s). */
    static void rowGradient(float[] x, int at, float[] exponentials, float[] dy, int dyAt, float[] dx, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector root = FloatVector.fromArray(Lanes.FLOATS, exponentials, c);
            FloatVector e = root.mul(root);
            FloatVector f = FloatVector.fromArray(Lanes.FLOATS, exponentials, n + c);
            FloatVector p = e.add(1);
            FloatVector q = f.add(1);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, dyAt + c).div(p.mul(q));
            e.mul(4).mul(upper(b, f)).div(p).mul(d).intoArray(dx, at + c);
            signed(a, e).mul(f).div(q).mul(d).intoArray(dx, at + n + c);
        }
        for (int c = bound; c < n; c++) {
            float a = x[at + c];
            float e = exponentials[c] * exponentials[c];
            float f = exponentials[n + c];
            float p = e + 1;
            float q = f + 1;
            float d = dy[dyAt + c] / (p * q);
            dx[at + c] = e * 4 * upper(x[at + n + c], f) / p * d;
            dx[at + n + c] = signed(a, e) * f / q * d;
        }
    }

    /** (1 - e) with the sign of a: the numerator of tanh(a). */
    private static FloatVector signed(FloatVector a, FloatVector e) {
        FloatVector d = e.sub(1);
        return d.neg().blend(d, a.compare(LT, 0));
    }

    private static float signed(float a, float e) {
        return a < 0 ? e - 1 : -(e - 1);
    }

    /** The numerator of sigmoid(b). */
    private static FloatVector upper(FloatVector b, FloatVector f) {
        return FloatVector.broadcast(Lanes.FLOATS, 1).blend(f, b.compare(LT, 0));
    }

    private static float upper(float b, float f) {
        return b < 0 ? f : 1;
    }
}
