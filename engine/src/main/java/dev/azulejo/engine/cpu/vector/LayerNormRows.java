package dev.azulejo.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** What layer normalisation does to one row. */
final class LayerNormRows {
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
            VectorMask<Float> rest = Lanes.rest(bound, n);
            FloatVector d =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + bound, rest).sub(mean, rest);
            sum = d.fma(d, sum);
        }
        return Lanes.sum(sum, scratch);
    }

    /** out = (x - mean) inverse gamma + beta. */
    static void normalize(
            float[] x, int at, int n, float mean, float inverse, float[] gamma, float[] beta, float[] out) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int c = 0; c < bound; c += Lanes.COUNT) {
            FloatVector h =
                    FloatVector.fromArray(Lanes.FLOATS, x, at + c).sub(mean).mul(inverse);
            h.fma(FloatVector.fromArray(Lanes.FLOATS, gamma, c), FloatVector.fromArray(Lanes.FLOATS, beta, c))
                    .intoArray(out, at + c);
        }
        for (int c = bound; c < n; c++) {
            out[at + c] = Math.fma((x[at + c] - mean) * inverse, gamma[c], beta[c]);
        }
    }

    /**
     * With h = (x - mean) inverse and e = dy gamma: dx = inverse (e - mean(e) - h mean(e h)); dgamma += dy h and dbeta
     * += dy at {@code sums}.
     */
    static void gradient(
            float[] x,
            float[] dy,
            float[] dx,
            int at,
            int n,
            float mean,
            float inverse,
            float[] gamma,
            float[] dgamma,
            float[] dbeta,
            int sums,
            float[] scratch) {
        FloatVector sumE = FloatVector.zero(Lanes.FLOATS);
        FloatVector sumEh = FloatVector.zero(Lanes.FLOATS);
        for (int c = 0; c < n; c += Lanes.COUNT) {
            VectorMask<Float> some = Lanes.rest(c, n);
            FloatVector h = FloatVector.fromArray(Lanes.FLOATS, x, at + c, some)
                    .sub(mean)
                    .mul(inverse);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, dy, at + c, some);
            FloatVector e = d.mul(FloatVector.fromArray(Lanes.FLOATS, gamma, c, some));
            sumE = sumE.add(e);
            sumEh = e.fma(h, sumEh);
            d.fma(h, FloatVector.fromArray(Lanes.FLOATS, dgamma, sums + c, some))
                    .intoArray(dgamma, sums + c, some);
            d.add(FloatVector.fromArray(Lanes.FLOATS, dbeta, sums + c, some)).intoArray(dbeta, sums + c, some);
        }
        float meanE = Lanes.sum(sumE, scratch) / n;
        float meanEh = Lanes.sum(sumEh, scratch) / n;
        for (int c = 0; c < n; c += Lanes.COUNT) {
            VectorMask<Float> some = Lanes.rest(c, n);
            FloatVector h = FloatVector.fromArray(Lanes.FLOATS, x, at + c, some)
                    .sub(mean)
                    .mul(inverse);
            FloatVector e = FloatVector.fromArray(Lanes.FLOATS, dy, at + c, some)
                    .mul(FloatVector.fromArray(Lanes.FLOATS, gamma, c, some));
            e.sub(meanE).sub(h.mul(meanEh)).mul(inverse).intoArray(dx, at + c, some);
        }
    }
}
