package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.NormalizationKernels;
import java.util.Arrays;

/** Kernels that normalise rows, in double precision; a row's maximum is subtracted before any exponential. */
public final class ScalarNormalizations implements NormalizationKernels {
    /** The kernels. */
    public ScalarNormalizations() {}

    @Override
    public void softmax(Buffer xs, Buffer outs, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            softmaxRow(floats(xs), floats(outs), r * columns, columns);
        }
    }

    @Override
    public void causalSoftmax(Buffer xs, Buffer outs, int batch, int size, boolean strict) {
        float[] out = floats(outs);
        for (int r = 0; r < batch * size; r++) {
            int i = r % size;
            int open = strict ? i : i + 1;
            softmaxRow(floats(xs), out, r * size, open);
            Arrays.fill(out, r * size + open, (r + 1) * size, 0);
        }
    }

    private static void softmaxRow(float[] x, float[] out, int at, int columns) {
        double max = max(x, at, columns);
        double sum = sumOfExponentials(x, at, columns, max);
        for (int c = at; c < at + columns; c++) {
            out[c] = (float) (Math.exp(x[c] - max) / sum);
        }
    }

    private static double max(float[] x, int at, int columns) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = at; c < at + columns; c++) {
            max = Math.max(max, x[c]);
        }
        return max;
    }

    private static double sumOfExponentials(float[] x, int at, int columns, double max) {
        double sum = 0;
        for (int c = at; c < at + columns; c++) {
            sum += Math.exp(x[c] - max);
        }
        return sum;
    }

    @Override
    public void softmaxGradient(Buffer ys, Buffer dys, Buffer dxs, int rows, int columns) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        for (int r = 0; r < rows; r++) {
            double dot = 0;
            for (int c = r * columns; c < (r + 1) * columns; c++) {
                dot += (double) dy[c] * y[c];
            }
            for (int c = r * columns; c < (r + 1) * columns; c++) {
                dx[c] = (float) (y[c] * (dy[c] - dot));
            }
        }
    }

    @Override
    public void logSoftmax(Buffer xs, Buffer outs, int rows, int columns) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        for (int r = 0; r < rows; r++) {
            double max = max(x, r * columns, columns);
            double log = Math.log(sumOfExponentials(x, r * columns, columns, max));
            for (int c = r * columns; c < (r + 1) * columns; c++) {
                out[c] = (float) (x[c] - max - log);
            }
        }
    }

    @Override
    public void logSoftmaxGradient(Buffer ys, Buffer dys, Buffer dxs, int rows, int columns) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int c = r * columns; c < (r + 1) * columns; c++) {
                sum += dy[c];
            }
            for (int c = r * columns; c < (r + 1) * columns; c++) {
                dx[c] = (float) (dy[c] - Math.exp(y[c]) * sum);
            }
        }
    }

    @Override
    public void crossEntropy(Buffer logits, Buffer targets, Buffer loss, int rows, int classes) {
        float[] x = floats(logits);
        int[] target = ints(targets);
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            double max = max(x, r * classes, classes);
            double log = Math.log(sumOfExponentials(x, r * classes, classes, max));
            sum += log - (x[r * classes + target[r]] - max);
        }
        floats(loss)[0] = (float) (sum / rows);
    }

    @Override
    public void crossEntropyGradient(Buffer logits, Buffer targets, Buffer s, Buffer dxs, int rows, int classes) {
        float[] x = floats(logits);
        int[] target = ints(targets);
        float[] dx = floats(dxs);
        double slope = (double) floats(s)[0] / rows;
        for (int r = 0; r < rows; r++) {
            double max = max(x, r * classes, classes);
            double sum = sumOfExponentials(x, r * classes, classes, max);
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(x[r * classes + c] - max) / sum;
                dx[r * classes + c] = (float) (slope * (probability - (c == target[r] ? 1 : 0)));
            }
        }
    }

    @Override
    public void layerNorm(
            Buffer xs, Buffer gammas, Buffer betas, Buffer outs, Buffer stats, int rows, int channels, float epsilon) {
        float[] x = floats(xs);
        float[] gamma = floats(gammas);
        float[] beta = floats(betas);
        float[] out = floats(outs);
        float[] statistics = floats(stats);
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            for (int c = 0; c < channels; c++) {
                mean += x[r * channels + c];
            }
            mean /= channels;
            double variance = 0;
            for (int c = 0; c < channels; c++) {
                double d = x[r * channels + c] - mean;
                variance += d * d;
            }
            variance /= channels;
            double inverse = 1 / Math.sqrt(variance + epsilon);
            for (int c = 0; c < channels; c++) {
                out[r * channels + c] = (float) ((x[r * channels + c] - mean) * inverse * gamma[c] + beta[c]);
            }
            statistics[2 * r] = (float) mean;
            statistics[2 * r + 1] = (float) inverse;
        }
    }

    /**
     * With h = (x - mean) inverse and e = dy gamma: dx = inverse (e - mean(e) - h mean(e h)), dgamma = sum(dy h),
     * dbeta = sum(dy).
     */
    @Override
    public void layerNormGradient(
            Buffer xs,
            Buffer gammas,
            Buffer stats,
            Buffer dys,
            Buffer dxs,
            Buffer dgammas,
            Buffer dbetas,
            int rows,
            int channels) {
        float[] x = floats(xs);
        float[] gamma = floats(gammas);
        float[] statistics = floats(stats);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        double[] dgamma = new double[channels];
        double[] dbeta = new double[channels];
        for (int r = 0; r < rows; r++) {
            double mean = statistics[2 * r];
            double inverse = statistics[2 * r + 1];
            double meanE = 0;
            double meanEh = 0;
            for (int c = 0; c < channels; c++) {
                double h = (x[r * channels + c] - mean) * inverse;
                double d = dy[r * channels + c];
                meanE += d * gamma[c] / channels;
                meanEh += d * gamma[c] * h / channels;
                dgamma[c] += d * h;
                dbeta[c] += d;
            }
            for (int c = 0; c < channels; c++) {
                double h = (x[r * channels + c] - mean) * inverse;
                double e = (double) dy[r * channels + c] * gamma[c];
                dx[r * channels + c] = (float) (inverse * (e - meanE - h * meanEh));
            }
        }
        for (int c = 0; c < channels; c++) {
            floats(dgammas)[c] = (float) dgamma[c];
            floats(dbetas)[c] = (float) dbeta[c];
        }
    }
}
