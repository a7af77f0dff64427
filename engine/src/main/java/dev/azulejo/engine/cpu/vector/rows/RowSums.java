package dev.azulejo.engine.cpu.vector.rows;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Sums over rows, a column a lane. */
public final class RowSums {
    private RowSums() {}

    /** out[at + c] = sum over r in [from, to) of x[r, c]. */
    static void sum(float[] x, int from, int to, int channels, float[] out, int at) {
        if (channels < Lanes.COUNT) {
            sumNarrow(x, from, to, channels, out, at);
            return;
        }
        int c = 0;
        for (; c <= channels - 4 * Lanes.COUNT; c += 4 * Lanes.COUNT) {
            sumFour(x, from, to, channels, c, out, at + c);
        }
        for (; c < channels; c += Lanes.COUNT) {
            sumOne(x, from, to, channels, c, out, at + c);
        }
    }

    private static void sumFour(float[] x, int from, int to, int channels, int c, float[] out, int at) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int r = from; r < to; r++) {
            int i = r * channels + c;
            s0 = s0.add(FloatVector.fromArray(Lanes.FLOATS, x, i));
            s1 = s1.add(FloatVector.fromArray(Lanes.FLOATS, x, i + Lanes.COUNT));
            s2 = s2.add(FloatVector.fromArray(Lanes.FLOATS, x, i + 2 * Lanes.COUNT));
            s3 = s3.add(FloatVector.fromArray(Lanes.FLOATS, x, i + 3 * Lanes.COUNT));
        }
        s0.intoArray(out, at);
        s1.intoArray(out, at + Lanes.COUNT);
        s2.intoArray(out, at + 2 * Lanes.COUNT);
        s3.intoArray(out, at + 3 * Lanes.COUNT);
    }

    private static void sumOne(float[] x, int from, int to, int channels, int c, float[] out, int at) {
        VectorMask<Float> columns = Lanes.FLOATS.indexInRange(c, channels);
        FloatVector s = FloatVector.zero(Lanes.FLOATS);
        for (int r = from; r < to; r++) {
            s = s.add(FloatVector.fromArray(Lanes.FLOATS, x, r * channels + c, columns));
        }
        s.intoArray(out, at, columns);
    }

    /** Rows narrower than a register: lane j of sum k is column (k lanes + j) % channels, over so many rows at a time. */
    private static void sumNarrow(float[] x, int from, int to, int channels, float[] out, int at) {
        int period = channels * Lanes.COUNT;
        int end = to * channels;
        int i = from * channels;
        float[] sums = new float[period];
        for (; i <= end - period; i += period) {
            for (int k = 0; k < period; k += Lanes.COUNT) {
                FloatVector s = FloatVector.fromArray(Lanes.FLOATS, sums, k);
                s.add(FloatVector.fromArray(Lanes.FLOATS, x, i + k)).intoArray(sums, k);
            }
        }
        for (int k = 0; i < end; i++, k++) {
            sums[k] += x[i];
        }
        Arrays.fill(out, at, at + channels, 0);
        for (int k = 0; k < period; k++) {
            out[at + k % channels] += sums[k];
        }
    }

    /** out[g, c] = sum over chunks of partials[g, chunk, c], in their order and in double precision. */
    static void addChunks(float[] partials, int groups, int chunks, int channels, float[] out) {
        double[] sums = new double[channels];
        for (int g = 0; g < groups; g++) {
            Arrays.fill(sums, 0);
            for (int chunk = 0; chunk < chunks; chunk++) {
                int at = (g * chunks + chunk) * channels;
                for (int c = 0; c < channels; c++) {
                    sums[c] += partials[at + c];
                }
            }
            for (int c = 0; c < channels; c++) {
                out[g * channels + c] = (float) sums[c];
            }
        }
    }
}
