package dev.azulejo.engine.cpu.vector.rows;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.NormalizationKernels;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import dev.azulejo.engine.cpu.vector.elementwise.VectorMath;
import java.util.Arrays;

/** Chooses and splits the kernels that normalise rows; a row is never split. */
public final class VectorNormalizations implements NormalizationKernels {
    /** Elements of a task: a row's exponentials cost some nanosecond an element. */
    private static final int ELEMENTS = 1 << 13;

    private final Workers workers;

    public VectorNormalizations(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void softmax(Buffer xs, Buffer outs, int rows, int columns) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        Split.rows(workers, rows, columns, ELEMENTS, (from, to) -> {
            float[] e = new float[Lanes.padded(columns)];
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                softmaxRow(x, out, r * columns, columns, e, scratch);
            }
        });
    }

    @Override
    public void causalSoftmax(Buffer xs, Buffer outs, int batch, int size, boolean strict) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        Split.rows(workers, batch * size, size, ELEMENTS, (from, to) -> {
            float[] e = new float[Lanes.padded(size)];
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                int open = r % size + (strict ? 0 : 1);
                softmaxRow(x, out, r * size, open, e, scratch);
                Arrays.fill(out, r * size + open, (r + 1) * size, 0);
            }
        });
    }

    private static void softmaxRow(float[] x, float[] out, int at, int n, float[] e, float[] scratch) {
        float max = SoftmaxRows.max(x, at, n);
        float sum = SoftmaxRows.exponentials(x, at, n, max, e, scratch);
        SoftmaxRows.scale(1 / sum, e, out, at, n);
    }

    @Override
    public void softmaxGradient(Buffer ys, Buffer dys, Buffer dxs, int rows, int columns) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        Split.rows(workers, rows, columns, ELEMENTS, (from, to) -> {
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                float dot = SoftmaxRows.dot(y, dy, r * columns, columns, scratch);
                SoftmaxRows.softmaxGradient(y, dy, dot, dx, r * columns, columns);
            }
        });
    }

    @Override
    public void logSoftmax(Buffer xs, Buffer outs, int rows, int columns) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        Split.rows(workers, rows, columns, ELEMENTS, (from, to) -> {
            float[] e = new float[Lanes.padded(columns)];
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                float max = SoftmaxRows.max(x, r * columns, columns);
                double log = StrictMath.log(SoftmaxRows.exponentials(x, r * columns, columns, max, e, scratch));
                SoftmaxRows.subtract(x, max, (float) log, out, r * columns, columns);
            }
        });
    }

    @Override
    public void logSoftmaxGradient(Buffer ys, Buffer dys, Buffer dxs, int rows, int columns) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        Split.rows(workers, rows, columns, ELEMENTS, (from, to) -> {
            float[] e = new float[Lanes.padded(columns)];
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                float sum = SoftmaxRows.sum(dy, r * columns, columns, scratch);
                VectorMath.exp(y, r * columns, e, 0, columns);
                SoftmaxRows.logSoftmaxGradient(e, dy, sum, dx, r * columns, columns);
            }
        });
    }

    @Override
    public void crossEntropy(Buffer logits, Buffer targets, Buffer loss, int rows, int classes) {
        float[] x = floats(logits);
        int[] target = ints(targets);
        int rowsATask = Split.rowsOf(classes, ELEMENTS);
        double[] partials = new double[Math.ceilDiv(rows, rowsATask)];
        Split.parts(workers, rows, rowsATask, (from, to) -> {
            float[] e = new float[Lanes.padded(classes)];
            float[] scratch = new float[Lanes.COUNT];
            double sum = 0;
            for (int r = from; r < to; r++) {
                float max = SoftmaxRows.max(x, r * classes, classes);
                double log = StrictMath.log(SoftmaxRows.exponentials(x, r * classes, classes, max, e, scratch));
                sum += log - ((double) x[r * classes + target[r]] - max);
            }
            partials[from / rowsATask] = sum;
        });
        double sum = 0;
        for (double partial : partials) {
            sum += partial;
        }
        floats(loss)[0] = (float) (sum / rows);
    }

    @Override
    public void crossEntropyGradient(Buffer logits, Buffer targets, Buffer s, Buffer dxs, int rows, int classes) {
        float[] x = floats(logits);
        int[] target = ints(targets);
        float[] dx = floats(dxs);
        float slope = floats(s)[0] / rows;
        Split.rows(workers, rows, classes, ELEMENTS, (from, to) -> {
            float[] e = new float[Lanes.padded(classes)];
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                int at = r * classes;
                float max = SoftmaxRows.max(x, at, classes);
                float sum = SoftmaxRows.exponentials(x, at, classes, max, e, scratch);
                // probability - 1 = (its exponential - sum) / sum: no cancellation once the model is sure.
                e[target[r]] -= sum;
                SoftmaxRows.scale(slope / sum, e, dx, at, classes);
            }
        });
    }

    @Override
    public void layerNorm(
            Buffer xs, Buffer gammas, Buffer betas, Buffer outs, Buffer stats, int rows, int channels, float epsilon) {
        float[] x = floats(xs);
        float[] gamma = floats(gammas);
        float[] beta = floats(betas);
        float[] out = floats(outs);
        float[] statistics = floats(stats);
        Split.rows(workers, rows, channels, ELEMENTS, (from, to) -> {
            float[] scratch = new float[Lanes.COUNT];
            for (int r = from; r < to; r++) {
                int at = r * channels;
                float mean = SoftmaxRows.sum(x, at, channels, scratch) / channels;
                float variance = LayerNormRows.sumOfSquares(x, at, channels, mean, scratch) / channels;
                float inverse = (float) (1 / Math.sqrt((double) variance + epsilon));
                LayerNormRows.normalize(x, at, channels, mean, inverse, gamma, beta, out);
                statistics[2 * r] = mean;
                statistics[2 * r + 1] = inverse;
            }
        });
    }

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
        int rowsAChunk = Split.rowsOf(channels, Split.ELEMENTS);
        int chunks = Math.max(1, Math.ceilDiv(rows, rowsAChunk));
        float[] dgamma = new float[chunks * channels];
        float[] dbeta = new float[chunks * channels];
        Split.parts(workers, rows, rowsAChunk, (from, to) -> {
            float[] scratch = new float[Lanes.COUNT];
            int sums = from / rowsAChunk * channels;
            for (int r = from; r < to; r++) {
                float mean = statistics[2 * r];
                float inverse = statistics[2 * r + 1];
                LayerNormRows.addParameterGradients(x, dy, r * channels, channels, mean, inverse, dgamma, dbeta, sums);
                LayerNormRows.gradient(x, dy, dx, r * channels, channels, mean, inverse, gamma, scratch);
            }
        });
        RowSums.addChunks(dgamma, 1, chunks, channels, floats(dgammas));
        RowSums.addChunks(dbeta, 1, chunks, channels, floats(dbetas));
    }
}
