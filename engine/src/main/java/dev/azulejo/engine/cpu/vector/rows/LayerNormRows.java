package dev.azulejo.engine.cpu.vector.rows;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Layer normalisation of one row; h is (x - mean) inverse, and e is dy gamma. */
public final class LayerNormRows {
    private LayerNormRows() {}

    /** The sum of (x - mean)². */
    static float sumOfSquares(float[] x, int at, int n, float mean, float[] scratch) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(mean);
            sum = d.fma(d, sum);
        }
        if (bound < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(bound, n);
            FloatVector d =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest).sub(mean, rest);
            sum = d.fma(d, sum);
        }
        sum.intoArray(scratch, 0);
        return Lanes.sum(scratch);
    }

    /** out = h gamma + beta. */
    static void normalize(
            float[] x, int at, int n, float mean, float inverse, float[] gamma, float[] beta, float[] out) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, at + c)
                    .sub(mean)
                    .mul(inverse)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, gamma, c), FloatVector.fromArray(Lanes.FLOATS, beta, c))
                    .intoArray(out, at + c);
        }
        for (int c = bound; c < n; c++) {
            out[at + c] = Math.fma((x[at + c] - mean) * inverse, gamma[c], beta[c]);
        }
    }

    /** dgamma += dy h and dbeta += dy at {@code sums}. */
    static void addParameterGradients(
            float[] x, float[] dy, int at, int n, float mean, float inverse, float[] dgamma, float[] dbeta, int sums) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c);
            FloatVector.fromArray(Lanes.FLOATS, x, at + c)
                    .sub(mean)
                    .mul(inverse)
                    .fma(d, FloatVector.fromArray(Lanes.FLOATS, dgamma, sums + c))
                    .intoArray(dgamma, sums + c);
            d.add(FloatVector.fromArray(Lanes.FLOATS, dbeta, sums + c)).intoArray(dbeta, sums + c);
        }
        for (int c = bound; c < n; c++) {
            dgamma[sums + c] = Math.fma((x[at + c] - mean) * inverse, dy[at + c], dgamma[sums + c]);
            dbeta[sums + c] += dy[at + c];
        }
    }

    /** dx = inverse (e - mean(e) - h mean(e h)). */
    static void gradient(
            float[] x,
            float[] dy,
            float[] dx,
            int at,
            int n,
            float mean,
            float inverse,
            float[] gamma,
            float[] scratch) {
        FloatVector sumE = FloatVector.zero(Lanes.FLOATS);
        FloatVector sumEh = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector h =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(mean).mul(inverse);
            FloatVector e =
                    FloatVector.fromArray(Lanes.FLOATS, dy, at + c).mul(FloatVector.fromArray(Lanes.FLOATS, gamma, c));
            sumE = sumE.add(e);
            sumEh = e.fma(h, sumEh);
        }
        sumE.intoArray(scratch, 0);
        float totalE = Lanes.sum(scratch);
        sumEh.intoArray(scratch, 0);
        float totalEh = Lanes.sum(scratch);
        for (int c = bound; c < n; c++) {
            float e = dy[at + c] * gamma[c];
            totalE += e;
            totalEh = Math.fma(e, (x[at + c] - mean) * inverse, totalEh);
        }
        float meanE = totalE / n;
        float meanEh = totalEh / n;
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector h =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(mean).mul(inverse);
            FloatVector e =
                    FloatVector.fromArray(Lanes.FLOATS, dy, at + c).mul(FloatVector.fromArray(Lanes.FLOATS, gamma, c));
            e.sub(meanE).sub(h.mul(meanEh)).mul(inverse).intoArray(dx, at + c);
        }
        for (int c = bound; c < n; c++) {
            float h = (x[at + c] - mean) * inverse;
            dx[at + c] = (dy[at + c] * gamma[c] - meanE - h * meanEh) * inverse;
        }
    }
}
