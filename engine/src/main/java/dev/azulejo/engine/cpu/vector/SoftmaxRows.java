package dev.azulejo.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** What softmax and its relatives do to one row. */
final class SoftmaxRows {
    private SoftmaxRows() {}

    /** The largest element of a row; NaN if there is one. */
    static float max(float[] x, int at, int n) {
        FloatVector max = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            max = max.max(FloatVector.fromArray(Lanes.FLOATS, x, at + c));
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            max = max.lanewise(VectorOperators.MAX, FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest), rest);
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /** out = exp(x - shift), and their sum. */
    static float exponentials(float[] x, int at, int n, float shift, float[] out, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector e = VectorMath.expOfNegative(
                    FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(shift));
            e.intoArray(out, at + c);
            sum = sum.add(e);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector e = VectorMath.expOfNegative(
                    FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest).sub(shift));
            e.intoArray(out, at + bound, rest);
            sum = sum.add(e, rest);
        }
        return Lanes.sum(sum, scratch);
    }

    /** The sum of exp(x - shift). */
    static float sumOfExponentials(float[] x, int at, int n, float shift, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            sum = sum.add(VectorMath.expOfNegative(
                    FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(shift)));
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest);
            sum = sum.add(VectorMath.expOfNegative(v.sub(shift)), rest);
        }
        return Lanes.sum(sum, scratch);
    }

    /** The sum of a row. */
    static float sum(float[] x, int at, int n, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, x, at + c));
        }
        if (bound < n) {
            sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, x, at + bound, Lanes.rest(bound, n)));
        }
        return Lanes.sum(sum, scratch);
    }

    /** The sum of x y over a row. */
    static float dot(float[] x, float[] y, int at, int n, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            sum = FloatVector.fromArray(Lanes.FLOATS, x, at + c)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, y, at + c), sum);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            sum = FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, y, at + bound, rest), sum);
        }
        return Lanes.sum(sum, scratch);
    }

    /** out = factor x. */
    static void scale(float factor, float[] x, float[] out, int at, int n) {
        VectorArithmetic.scale(factor, x, out, at, at + n);
    }

    /** out = (x - max) - log; their sum first would cost the logarithm its last bits. */
    static void subtract(float[] x, float max, float log, float[] out, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(max).sub(log).intoArray(out, at + c);
        }
        for (int c = bound; c < n; c++) {
            out[at + c] = x[at + c] - max - log;
        }
    }

    /** dx = y (dy - dot). */
    static void softmaxGradient(float[] y, float[] dy, float dot, float[] dx, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c).sub(dot);
            FloatVector.fromArray(Lanes.FLOATS, y, at + c).mul(d).intoArray(dx, at + c);
        }
        for (int c = bound; c < n; c++) {
            dx[at + c] = y[at + c] * (dy[at + c] - dot);
        }
    }

    /** dx = dy - exp(y) sum. */
    static void logSoftmaxGradient(float[] y, float[] dy, float sum, float[] dx, int at, int n) {
        FloatVector negative = FloatVector.broadcast(Lanes.FLOATS, -sum);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector e = VectorMath.expOfNegative(FloatVector.fromArray(Lanes.FLOATS, y, at + c));
            e.fma(negative, FloatVector.fromArray(Lanes.FLOATS, dy, at + c)).intoArray(dx, at + c);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector e = VectorMath.expOfNegative(FloatVector.fromArray(Lanes.FLOATS, y, at + bound, rest));
            e.fma(negative, FloatVector.fromArray(Lanes.FLOATS, dy, at + bound, rest))
                    .intoArray(dx, at + bound, rest);
        }
    }
}
