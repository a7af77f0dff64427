package dev.azulejo.engine.cpu.vector.rows;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ReductionKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import dev.azulejo.engine.cpu.vector.elementwise.VectorArithmetic;
import dev.azulejo.engine.cpu.vector.elementwise.VectorSelection;
import dev.azulejo.engine.cpu.vector.elementwise.VectorUnaryGradient;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

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
        floats(out)[at] = total(n, factor, (from, to) -> sum(x, from, to));
    }

    @Override
    public void sumOfSquares(Buffer xs, int n, float factor, Buffer out, int at) {
        float[] x = floats(xs);
        floats(out)[at] = total(n, factor, (from, to) -> sumOfSquares(x, from, to));
    }

    @Override
    public void squaredError(Buffer as, Buffer bs, int n, float factor, Buffer out, int at) {
        float[] a = floats(as);
        float[] b = floats(bs);
        floats(out)[at] = total(n, factor, (from, to) -> squaredError(a, b, from, to));
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
                    out[g] = sum(x, g * rows, (g + 1) * rows);
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

    // Four registers of sums hide the latency of the additions.

    private static float sum(float[] x, int from, int to) {
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

    private static float sumOfSquares(float[] x, int from, int to) {
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

    private static float squaredError(float[] a, float[] b, int from, int to) {
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
