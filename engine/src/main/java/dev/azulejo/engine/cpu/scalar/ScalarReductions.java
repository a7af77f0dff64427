package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ReductionKernels;

/** Sums in double precision, in the order of the elements. */
public final class ScalarReductions implements ReductionKernels {
    /** The kernels. */
    public ScalarReductions() {}

    @Override
    public void sum(Buffer xs, int n, float factor, Buffer out, int at) {
        float[] x = floats(xs);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[i];
        }
        floats(out)[at] = (float) (factor * sum);
    }

    @Override
    public void squaredError(Buffer as, Buffer bs, int n, float factor, Buffer out, int at) {
        float[] a = floats(as);
        float[] b = floats(bs);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double error = (double) a[i] - b[i];
            sum += error * error;
        }
        floats(out)[at] = (float) (factor * sum);
    }

    @Override
    public void squaredErrorGradient(Buffer as, Buffer bs, int n, float factor, Buffer s, Buffer outs) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        float slope = 2 * factor * floats(s)[0];
        for (int i = 0; i < n; i++) {
            out[i] = slope * (a[i] - b[i]);
        }
    }

    @Override
    public void sumRows(Buffer xs, int groups, int rows, int channels, Buffer outs) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        double[] sums = new double[channels];
        for (int g = 0; g < groups; g++) {
            for (int c = 0; c < channels; c++) {
                sums[c] = 0;
            }
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < channels; c++) {
                    sums[c] += x[(g * rows + r) * channels + c];
                }
            }
            for (int c = 0; c < channels; c++) {
                out[g * channels + c] = (float) sums[c];
            }
        }
    }

    @Override
    public void argMax(Buffer xs, Buffer indices, int rows, int columns) {
        float[] x = floats(xs);
        int[] index = ints(indices);
        for (int r = 0; r < rows; r++) {
            int best = 0;
            float most = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < columns; c++) {
                if (x[r * columns + c] > most) {
                    most = x[r * columns + c];
                    best = c;
                }
            }
            index[r] = best;
        }
    }

    @Override
    public void biasReluGradient(Buffer ys, Buffer dys, int rows, int channels, Buffer dps, Buffer out) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dp = floats(dps);
        for (int i = 0; i < rows * channels; i++) {
            dp[i] = y[i] > 0 ? dy[i] : 0;
        }
        sumRows(dps, 1, rows, channels, out);
    }
}
