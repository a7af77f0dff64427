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

    /**
     * One row of outputs.
     *
     * @param at where the row's 2 n arguments begin in x
     * @param e the exponentials of these arguments
     */
    static void row(float[] x, int at, float[] e, float[] out, int outAt, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector ea = FloatVector.fromArray(Lanes.FLOATS, e, c);
            FloatVector eb = FloatVector.fromArray(Lanes.FLOATS, e, n + c);
            value(a, b, ea.mul(ea), eb).intoArray(out, outAt + c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + bound, rest);
            FloatVector ea = FloatVector.fromArray(Lanes.FLOATS, e, bound, rest);
            FloatVector eb = FloatVector.fromArray(Lanes.FLOATS, e, n + bound, rest);
            value(a, b, ea.mul(ea), eb).intoArray(out, outAt + bound, rest);
        }
    }

    /** One row of gradients: dx[a] = dy s (1 - t²) and dx[b] = dy t s (1 - s). */
    static void rowGradient(float[] x, int at, float[] e, float[] dy, int dyAt, float[] dx, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + c);
            FloatVector ea = FloatVector.fromArray(Lanes.FLOATS, e, c);
            FloatVector eb = FloatVector.fromArray(Lanes.FLOATS, e, n + c);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, dyAt + c);
            slopeOfA(ea.mul(ea), b, eb).mul(d).intoArray(dx, at + c);
            slopeOfB(a, ea.mul(ea), eb).mul(d).intoArray(dx, at + n + c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, x, at + n + bound, rest);
            FloatVector ea = FloatVector.fromArray(Lanes.FLOATS, e, bound, rest);
            FloatVector eb = FloatVector.fromArray(Lanes.FLOATS, e, n + bound, rest);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, dyAt + bound, rest);
            slopeOfA(ea.mul(ea), b, eb).mul(d).intoArray(dx, at + bound, rest);
            slopeOfB(a, ea.mul(ea), eb).mul(d).intoArray(dx, at + n + bound, rest);
        }
    }

    private static FloatVector value(FloatVector a, FloatVector b, FloatVector e, FloatVector f) {
        FloatVector numerator = signed(a, e).mul(upper(b, f));
        return numerator.div(e.add(1).mul(f.add(1)));
    }

    private static FloatVector slopeOfA(FloatVector e, FloatVector b, FloatVector f) {
        FloatVector sum = e.add(1);
        return e.mul(4).mul(upper(b, f)).div(sum.mul(sum).mul(f.add(1)));
    }

    private static FloatVector slopeOfB(FloatVector a, FloatVector e, FloatVector f) {
        FloatVector sum = f.add(1);
        return signed(a, e).mul(f).div(sum.mul(sum).mul(e.add(1)));
    }

    /** (1 - e) with the sign of a. */
    private static FloatVector signed(FloatVector a, FloatVector e) {
        return one().sub(e).blend(e.sub(1), a.compare(LT, 0));
    }

    /** The numerator of sigmoid(b). */
    private static FloatVector upper(FloatVector b, FloatVector f) {
        return one().blend(f, b.compare(LT, 0));
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Lanes.FLOATS, 1);
    }
}
