package dev.azulejo.engine.cpu.vector.rows;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.elementwise.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Softmax and its relatives on one row. Its exponentials lie in scratch of whole registers, zeros behind them. */
public final class SoftmaxRows {
    /** Its place in the order of the floats as integers. */
    private static final int NEGATIVE_INFINITY = 0x807FFFFF;

    private SoftmaxRows() {}

    /**
     * The largest element of a row; NaN if that is above all. Of integers that have the floats' order: a maximum of floats is
     * five instructions of C2, each waiting for the one before it: 97 ns for 512 of them instead of 20.
     */
    public static float max(float[] x, int at, int n) {
        IntVector max = IntVector.broadcast(Lanes.INTS, NEGATIVE_INFINITY);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            IntVector bits = FloatVector.fromArray(Lanes.FLOATS, x, at + c).reinterpretAsInts();
            max = max.max(bits.lanewise(ASHR, 31).and(Integer.MAX_VALUE).lanewise(XOR, bits));
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(bound, n);
            IntVector bits =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest).reinterpretAsInts();
            bits = bits.lanewise(ASHR, 31).and(Integer.MAX_VALUE).lanewise(XOR, bits);
            max = max.lanewise(MAX, bits, rest.cast(Lanes.INTS));
        }
        int order = max.reduceLanes(MAX);
        return Float.intBitsToFloat(order ^ ((order >> 31) & Integer.MAX_VALUE));
    }

    /** e = exp(x - its maximum), and their sum; e has {@link Lanes#padded} elements. */
    public static float exponentials(float[] x, int at, int n, float max, float[] e, float[] scratch) {
        VectorMath.expOfDistance(x, at, max, e, 0, n);
        return sum(e, 0, Lanes.padded(n), scratch);
    }

    /** out = factor e. */
    public static void scale(float factor, float[] e, float[] out, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, e, c).mul(factor).intoArray(out, at + c);
        }
        for (int c = bound; c < n; c++) {
            out[at + c] = e[c] * factor;
        }
    }

    /** The sum of a row. */
    static float sum(float[] x, int at, int n, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, x, at + c));
        }
        if (bound < n) {
            sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, x, at + bound, Lanes.FLOATS.indexInRange(bound, n)));
        }
        sum.intoArray(scratch, 0);
        return Lanes.sum(scratch);
    }

    /** The sum of x y over a row. */
    public static float dot(float[] x, float[] y, int at, int n, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            sum = FloatVector.fromArray(Lanes.FLOATS, x, at + c)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, y, at + c), sum);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(bound, n);
            sum = FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, y, at + bound, rest), sum);
        }
        sum.intoArray(scratch, 0);
        return Lanes.sum(scratch);
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
    public static void softmaxGradient(float[] y, float[] dy, float dot, float[] dx, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c).sub(dot);
            FloatVector.fromArray(Lanes.FLOATS, y, at + c).mul(d).intoArray(dx, at + c);
        }
        for (int c = bound; c < n; c++) {
            dx[at + c] = y[at + c] * (dy[at + c] - dot);
        }
    }

    /** dx = dy - e sum, with e = exp(y) of this row alone. */
    static void logSoftmaxGradient(float[] e, float[] dy, float sum, float[] dx, int at, int n) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c);
            FloatVector.fromArray(Lanes.FLOATS, e, c).lanewise(FMA, -sum, d).intoArray(dx, at + c);
        }
        for (int c = bound; c < n; c++) {
            dx[at + c] = Math.fma(e[c], -sum, dy[at + c]);
        }
    }
}
