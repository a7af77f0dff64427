package dev.azulejo.engine.cpu.vector.elementwise;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;

/** Sums, products and their like over a range: loops that wait for memory. */
public final class VectorArithmetic {
    private VectorArithmetic() {}

    /** out = a + b. */
    static void add(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.add(bs).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] + b[i];
        }
    }

    /** out = a - b. */
    static void subtract(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.sub(bs).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] - b[i];
        }
    }

    /** out = a b. */
    static void multiply(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.mul(bs).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** out = a / b. */
    static void divide(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.div(bs).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] / b[i];
        }
    }

    /** out = alpha a + beta b, not fused, as the scalar backend. */
    public static void linear(float alpha, float beta, float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.mul(alpha).add(bs.mul(beta)).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = alpha * a[i] + beta * b[i];
        }
    }

    /** out = factor x. */
    public static void scale(float factor, float[] x, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector xs = FloatVector.fromArray(Lanes.FLOATS, x, i);
            xs.mul(factor).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] * factor;
        }
    }

    /** out = factor (a - b). */
    public static void scaledDifference(float factor, float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            as.sub(bs).mul(factor).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = (a[i] - b[i]) * factor;
        }
    }
}
