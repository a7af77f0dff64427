package dev.azulejo.engine.cpu.vector.gemm;

import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Inner products of rows that lie as they are needed: a product with few rows and a transposed right matrix. */
public final class InnerProducts {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;

    private InnerProducts() {}

    /**
     * Inner products of the rows of two matrices: few of one, any number of the other.
     *
     * @param few {@code [fewRows][k]}
     * @param many {@code [manyRows][k]}
     * @param sums element (few, many) is at {@code few * fewStride + many * manyStride}
     */
    static void run(
            Workers workers,
            Scratch scratch,
            float[] few,
            int fewAt,
            int fewStride,
            int fewRows,
            float[] many,
            int manyAt,
            int manyStride,
            int manyRows,
            float[] sums,
            int sumsFewStride,
            int sumsManyStride,
            int k) {
        int chunk = Tile.roundUp(Math.clamp(SkinnyProduct.GRAIN / Math.max(1L, (long) fewRows * k), 1, manyRows), 4);
        workers.run(Math.ceilDiv(manyRows, chunk), task -> {
            float[] lanes = scratch.take(LANES);
            int end = Math.min(manyRows, (task + 1) * chunk);
            for (int j = task * chunk; j < end; j += 4) {
                int j1 = Math.min(j + 1, end - 1);
                int j2 = Math.min(j + 2, end - 1);
                int j3 = Math.min(j + 3, end - 1);
                for (int i = 0; i < fewRows; i++) {
                    int s = i * sumsFewStride;
                    fourDots(
                            few,
                            fewAt + i * fewStride,
                            many,
                            manyAt + j * manyStride,
                            manyAt + j1 * manyStride,
                            manyAt + j2 * manyStride,
                            manyAt + j3 * manyStride,
                            k,
                            sums,
                            s + j * sumsManyStride,
                            s + j1 * sumsManyStride,
                            s + j2 * sumsManyStride,
                            s + j3 * sumsManyStride,
                            lanes);
                }
            }
            scratch.give(lanes);
        });
    }

    private static void fourDots(
            float[] a,
            int aAt,
            float[] b,
            int b0,
            int b1,
            int b2,
            int b3,
            int k,
            float[] sums,
            int s0,
            int s1,
            int s2,
            int s3,
            float[] lanes) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        int vectors = SPECIES.loopBound(k);
        for (int p = 0; p < vectors; p += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + p);
            c0 = x.fma(FloatVector.fromArray(SPECIES, b, b0 + p), c0);
            c1 = x.fma(FloatVector.fromArray(SPECIES, b, b1 + p), c1);
            c2 = x.fma(FloatVector.fromArray(SPECIES, b, b2 + p), c2);
            c3 = x.fma(FloatVector.fromArray(SPECIES, b, b3 + p), c3);
        }
        c0.intoArray(lanes, 0);
        float t0 = Lanes.sum(lanes);
        c1.intoArray(lanes, 0);
        float t1 = Lanes.sum(lanes);
        c2.intoArray(lanes, 0);
        float t2 = Lanes.sum(lanes);
        c3.intoArray(lanes, 0);
        float t3 = Lanes.sum(lanes);
        for (int p = vectors; p < k; p++) {
            float x = a[aAt + p];
            t0 += x * b[b0 + p];
            t1 += x * b[b1 + p];
            t2 += x * b[b2 + p];
            t3 += x * b[b3 + p];
        }
        sums[s0] = t0;
        sums[s1] = t1;
        sums[s2] = t2;
        sums[s3] = t3;
    }
}
