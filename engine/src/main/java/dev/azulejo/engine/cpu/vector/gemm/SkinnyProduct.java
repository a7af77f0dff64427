package dev.azulejo.engine.cpu.vector.gemm;

import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with so few rows that packing the right matrix would cost as much as multiplying: it is read where it is,
 * once for each four rows of the left one. Sampling lives on these: one row of activations a sample.
 */
public final class SkinnyProduct {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;

    /** Columns that {@link #fourByFour} computes at a time. */
    private static final int WIDTH = 4 * LANES;

    /** Multiply-adds per task: about 10 microseconds. */
    static final int GRAIN = 1 << 18;

    private SkinnyProduct() {}

    /** Rows of a [m, k] times b [k, n]; strides in floats. */
    static void byRows(
            Workers workers,
            Scratch scratch,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            Destination destination,
            int m,
            int n,
            int k) {
        float[] sums = scratch.take(m * Math.max(n, LANES));
        if (n < LANES) {
            float[] padded = scratch.take(k * LANES);
            for (int p = 0; p < k; p++) {
                System.arraycopy(b, bAt + p * bStride, padded, p * LANES, n);
            }
            columns(a, aAt, aStride, padded, 0, LANES, sums, LANES, m, 0, LANES, k);
            destination.store(sums, LANES, 0, m, 0, n);
            scratch.give(padded);
        } else {
            int chunk = Tile.roundUp(Math.clamp(GRAIN / Math.max(1L, (long) m * k), 1, n), WIDTH);
            workers.run(Math.ceilDiv(n, chunk), task -> {
                int n0 = task * chunk;
                int n1 = Math.min(n, n0 + chunk);
                // The last vector starts early enough to be whole; what it computes twice comes out the same.
                columns(a, aAt, aStride, b, bAt, bStride, sums, n, m, Math.min(n0, n - LANES), n1, k);
            });
            destination.store(sums, n, 0, m, 0, n);
        }
        scratch.give(sums);
    }

    private static void columns(
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] sums,
            int stride,
            int m,
            int n0,
            int n1,
            int k) {
        for (int i = 0; i < m; i += 4) {
            int a0 = aAt + i * aStride;
            int a1 = aAt + Math.min(i + 1, m - 1) * aStride;
            int a2 = aAt + Math.min(i + 2, m - 1) * aStride;
            int a3 = aAt + Math.min(i + 3, m - 1) * aStride;
            int s0 = i * stride;
            int s1 = Math.min(i + 1, m - 1) * stride;
            int s2 = Math.min(i + 2, m - 1) * stride;
            int s3 = Math.min(i + 3, m - 1) * stride;
            int j = n0;
            if (m == 1 && n1 - n0 >= WIDTH) {
                for (; j < n1; j += WIDTH) {
                    oneByFour(a, a0, b, bAt + Math.min(j, n1 - WIDTH), bStride, k, sums, Math.min(j, n1 - WIDTH));
                }
                continue;
            }
            for (; j + WIDTH <= n1; j += WIDTH) {
                fourByFour(a, a0, a1, a2, a3, b, bAt + j, bStride, k, sums, s0 + j, s1 + j, s2 + j, s3 + j);
            }
            for (; j < n1; j += LANES) {
                int at = Math.min(j, n1 - LANES);
                fourByOne(a, a0, a1, a2, a3, b, bAt + at, bStride, k, sums, s0 + at, s1 + at, s2 + at, s3 + at);
            }
        }
    }

    private static void oneByFour(float[] a, int a0, float[] b, int bAt, int bStride, int k, float[] sums, int s0) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStride;
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            c0 = x.fma(FloatVector.fromArray(SPECIES, b, at), c0);
            c1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LANES), c1);
            c2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * LANES), c2);
            c3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * LANES), c3);
        }
        c0.intoArray(sums, s0);
        c1.intoArray(sums, s0 + LANES);
        c2.intoArray(sums, s0 + 2 * LANES);
        c3.intoArray(sums, s0 + 3 * LANES);
    }

    private static void fourByFour(
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bAt,
            int bStride,
            int k,
            float[] sums,
            int s0,
            int s1,
            int s2,
            int s3) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c02 = zero;
        FloatVector c03 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c12 = zero;
        FloatVector c13 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c22 = zero;
        FloatVector c23 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c32 = zero;
        FloatVector c33 = zero;
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStride;
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            FloatVector y = FloatVector.broadcast(SPECIES, a[a1 + p]);
            FloatVector z = FloatVector.broadcast(SPECIES, a[a2 + p]);
            FloatVector t = FloatVector.broadcast(SPECIES, a[a3 + p]);
            FloatVector v = FloatVector.fromArray(SPECIES, b, at);
            c00 = x.fma(v, c00);
            c10 = y.fma(v, c10);
            c20 = z.fma(v, c20);
            c30 = t.fma(v, c30);
            v = FloatVector.fromArray(SPECIES, b, at + LANES);
            c01 = x.fma(v, c01);
            c11 = y.fma(v, c11);
            c21 = z.fma(v, c21);
            c31 = t.fma(v, c31);
            v = FloatVector.fromArray(SPECIES, b, at + 2 * LANES);
            c02 = x.fma(v, c02);
            c12 = y.fma(v, c12);
            c22 = z.fma(v, c22);
            c32 = t.fma(v, c32);
            v = FloatVector.fromArray(SPECIES, b, at + 3 * LANES);
            c03 = x.fma(v, c03);
            c13 = y.fma(v, c13);
            c23 = z.fma(v, c23);
            c33 = t.fma(v, c33);
        }
        c00.intoArray(sums, s0);
        c01.intoArray(sums, s0 + LANES);
        c02.intoArray(sums, s0 + 2 * LANES);
        c03.intoArray(sums, s0 + 3 * LANES);
        c10.intoArray(sums, s1);
        c11.intoArray(sums, s1 + LANES);
        c12.intoArray(sums, s1 + 2 * LANES);
        c13.intoArray(sums, s1 + 3 * LANES);
        c20.intoArray(sums, s2);
        c21.intoArray(sums, s2 + LANES);
        c22.intoArray(sums, s2 + 2 * LANES);
        c23.intoArray(sums, s2 + 3 * LANES);
        c30.intoArray(sums, s3);
        c31.intoArray(sums, s3 + LANES);
        c32.intoArray(sums, s3 + 2 * LANES);
        c33.intoArray(sums, s3 + 3 * LANES);
    }

    private static void fourByOne(
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bAt,
            int bStride,
            int k,
            float[] sums,
            int s0,
            int s1,
            int s2,
            int s3) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        for (int p = 0; p < k; p++) {
            FloatVector v = FloatVector.fromArray(SPECIES, b, bAt + p * bStride);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(v, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(v, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(v, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(v, c3);
        }
        c0.intoArray(sums, s0);
        c1.intoArray(sums, s1);
        c2.intoArray(sums, s2);
        c3.intoArray(sums, s3);
    }
}
