package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Comparisons, choices and changes of type over a range, and the place of a row's greatest element. */
public final class VectorSelection {
    private VectorSelection() {}

    /** out = 1 where a &lt; b, else 0. */
    static void less(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            FloatVector.zero(Lanes.FLOATS).blend(1, as.compare(LT, bs)).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] < b[i] ? 1 : 0;
        }
    }

    /** out = 1 where a = b, else 0. */
    static void equal(float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            FloatVector.zero(Lanes.FLOATS).blend(1, as.compare(EQ, bs)).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = a[i] == b[i] ? 1 : 0;
        }
    }

    /** out = a where the condition is not 0, else b. */
    static void where(float[] condition, float[] a, float[] b, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            VectorMask<Float> first =
                    FloatVector.fromArray(Lanes.FLOATS, condition, i).compare(NE, 0);
            FloatVector as = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector bs = FloatVector.fromArray(Lanes.FLOATS, b, i);
            bs.blend(as, first).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }

    // C2 makes vectors of these two loops itself.

    static void toFloats(int[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i];
        }
    }

    static void toInts(float[] x, int[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (int) x[i];
        }
    }

    /** The lowest place, from {@code at} on, of the greatest of n elements that are not NaN; 0 if there is none. */
    public static int argMax(float[] x, int at, int n, float[] lanes) {
        FloatVector greatest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + c);
            greatest = greatest.blend(v, greatest.compare(LT, v));
        }
        greatest.intoArray(lanes, 0);
        float most = Float.NEGATIVE_INFINITY;
        for (float lane : lanes) {
            most = Math.max(most, lane);
        }
        for (int c = bound; c < n; c++) {
            most = x[at + c] > most ? x[at + c] : most;
        }
        int place = 0;
        while (place < n && x[at + place] != most) {
            place++;
        }
        return place < n && most > Float.NEGATIVE_INFINITY ? place : 0;
    }
}
