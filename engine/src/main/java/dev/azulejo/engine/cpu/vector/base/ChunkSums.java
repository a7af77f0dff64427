package dev.azulejo.engine.cpu.vector.base;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Sums of a chunk in the lanes of four registers, which hide the latency of the additions. */
public final class ChunkSums {
    private ChunkSums() {}

    /** The sum of [from, to). */
    public static float sum(float[] x, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOATS, x, i));
            s1 = s1.add(FloatVector.fromArray(Lanes.FLOATS, x, i + Lanes.COUNT));
            s2 = s2.add(FloatVector.fromArray(Lanes.FLOATS, x, i + 2 * Lanes.COUNT));
            s3 = s3.add(FloatVector.fromArray(Lanes.FLOATS, x, i + 3 * Lanes.COUNT));
        }
        for (; i < to; i += Lanes.COUNT) {
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOATS, x, i, Lanes.FLOATS.indexInRange(i, to)));
        }
        float[] lanes = new float[Lanes.COUNT];
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }

    /** The sum of the squares of [from, to). */
    public static float sumOfSquares(float[] x, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            FloatVector v0 = FloatVector.fromArray(Lanes.FLOATS, x, i);
            FloatVector v1 = FloatVector.fromArray(Lanes.FLOATS, x, i + Lanes.COUNT);
            FloatVector v2 = FloatVector.fromArray(Lanes.FLOATS, x, i + 2 * Lanes.COUNT);
            FloatVector v3 = FloatVector.fromArray(Lanes.FLOATS, x, i + 3 * Lanes.COUNT);
            s0 = v0.fma(v0, s0);
            s1 = v1.fma(v1, s1);
            s2 = v2.fma(v2, s2);
            s3 = v3.fma(v3, s3);
        }
        for (; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, Lanes.FLOATS.indexInRange(i, to));
            s0 = v.fma(v, s0);
        }
        float[] lanes = new float[Lanes.COUNT];
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }

    /** The sum of the squared differences of [from, to). */
    public static float squaredError(float[] a, float[] b, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            FloatVector d0 = FloatVector.fromArray(Lanes.FLOATS, a, i);
            FloatVector d1 = FloatVector.fromArray(Lanes.FLOATS, a, i + Lanes.COUNT);
            FloatVector d2 = FloatVector.fromArray(Lanes.FLOATS, a, i + 2 * Lanes.COUNT);
            FloatVector d3 = FloatVector.fromArray(Lanes.FLOATS, a, i + 3 * Lanes.COUNT);
            d0 = d0.sub(FloatVector.fromArray(Lanes.FLOATS, b, i));
            d1 = d1.sub(FloatVector.fromArray(Lanes.FLOATS, b, i + Lanes.COUNT));
            d2 = d2.sub(FloatVector.fromArray(Lanes.FLOATS, b, i + 2 * Lanes.COUNT));
            d3 = d3.sub(FloatVector.fromArray(Lanes.FLOATS, b, i + 3 * Lanes.COUNT));
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
            s2 = d2.fma(d2, s2);
            s3 = d3.fma(d3, s3);
        }
        for (; i < to; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, a, i, rest);
            d = d.sub(FloatVector.fromArray(Lanes.FLOATS, b, i, rest));
            s0 = d.fma(d, s0);
        }
        float[] lanes = new float[Lanes.COUNT];
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
        return Lanes.sum(lanes);
    }
}
