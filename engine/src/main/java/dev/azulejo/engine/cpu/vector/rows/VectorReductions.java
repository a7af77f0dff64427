package dev.azulejo.engine.cpu.vector.rows;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ReductionKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.ChunkSums;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import dev.azulejo.engine.cpu.vector.elementwise.VectorArithmetic;
import dev.azulejo.engine.cpu.vector.elementwise.VectorSelection;
import dev.azulejo.engine.cpu.vector.elementwise.VectorUnaryGradient;

/** Sums of chunks in lanes, and the chunks added in their order in double precision. */
public final class VectorReductions implements ReductionKernels {
    private final Workers workers;

    public VectorReductions(Workers workers) {
        this.workers = workers;
    }

    /** The sum over a range. */
    @FunctionalInterface
    private interface Partial {
        float of(int from, int to);
    }

    private float total(int n, float factor, Partial partial) {
        if (n <= Split.ELEMENTS) {
            return (float) (factor * (double) partial.of(0, n));
        }
        float[] partials = new float[Math.ceilDiv(n, Split.ELEMENTS)];
        Split.elements(workers, n, (from, to) -> partials[from / Split.ELEMENTS] = partial.of(from, to));
        double sum = 0;
        for (float part : partials) {
            sum += part;
        }
        return (float) (factor * sum);
    }

    @Override
    public void sum(Buffer xs, int n, float factor, Buffer out, int at) {
        float[] x = floats(xs);
        floats(out)[at] = total(n, factor, (from, to) -> ChunkSums.sum(x, from, to));
    }

    @Override
    public void squaredError(Buffer as, Buffer bs, int n, float factor, Buffer out, int at) {
        float[] a = floats(as);
        float[] b = floats(bs);
        floats(out)[at] = total(n, factor, (from, to) -> ChunkSums.squaredError(a, b, from, to));
    }

    @Override
    public void squaredErrorGradient(Buffer as, Buffer bs, int n, float factor, Buffer s, Buffer outs) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        float slope = 2 * factor * floats(s)[0];
        Split.elements(workers, n, (from, to) -> VectorArithmetic.scaledDifference(slope, a, b, out, from, to));
    }

    @Override
    public void sumRows(Buffer xs, int groups, int rows, int channels, Buffer outs) {
        float[] x = floats(xs);
        if (channels == 1 && groups > 1 && rows <= Split.ELEMENTS) {
            float[] out = floats(outs);
            Split.rows(workers, groups, rows, Split.ELEMENTS, (first, end) -> {
                for (int g = first; g < end; g++) {
                    out[g] = ChunkSums.sum(x, g * rows, (g + 1) * rows);
                }
            });
            return;
        }
        sumRows(groups, rows, channels, floats(outs), (from, to, sums, at) -> {
            RowSums.sum(x, from, to, channels, sums, at);
        });
    }

    @Override
    public void biasReluGradient(Buffer ys, Buffer dys, int rows, int channels, Buffer dps, Buffer outs) {
        float[] y = floats(ys);
        float[] dy = floats(dys);
        float[] dp = floats(dps);
        sumRows(1, rows, channels, floats(outs), (from, to, sums, at) -> {
            VectorUnaryGradient.apply(UnaryFunction.RELU, y, dy, dp, from * channels, to * channels);
            RowSums.sum(dp, from, to, channels, sums, at); // The chunk is still near.
        });
    }

    @Override
    public void argMax(Buffer xs, Buffer indices, int rows, int columns) {
        float[] x = floats(xs);
        int[] index = ints(indices);
        Split.rows(workers, rows, columns, Split.ELEMENTS, (first, end) -> {
            float[] lanes = new float[Lanes.COUNT];
            for (int r = first; r < end; r++) {
                index[r] = VectorSelection.argMax(x, r * columns, columns, lanes);
            }
        });
    }

    /** The sums of some rows, stored from {@code at} on. */
    @FunctionalInterface
    private interface Rows {
        void sum(int from, int to, float[] sums, int at);
    }

    private void sumRows(int groups, int rows, int channels, float[] out, Rows chunk) {
        int rowsAChunk = Split.rowsOf(channels, Split.ELEMENTS);
        int chunks = Math.max(1, Math.ceilDiv(rows, rowsAChunk));
        if (chunks == 1) {
            Split.rows(workers, groups, rows * channels, Split.ELEMENTS, (first, end) -> {
                for (int g = first; g < end; g++) {
                    chunk.sum(g * rows, (g + 1) * rows, out, g * channels);
                }
            });
            return;
        }
        float[] partials = new float[groups * chunks * channels];
        workers.run(groups * chunks, task -> {
            int from = task / chunks * rows + task % chunks * rowsAChunk;
            int to = Math.min(from + rowsAChunk, (task / chunks + 1) * rows);
            chunk.sum(from, to, partials, task * channels);
        });
        RowSums.addChunks(partials, groups, chunks, channels, out);
    }
}
