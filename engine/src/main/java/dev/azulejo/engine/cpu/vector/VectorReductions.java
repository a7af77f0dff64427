package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ReductionKernels;
import dev.azulejo.engine.cpu.Workers;
import jdk.incubator.vector.FloatVector;

/** Sums of chunks in lanes, and the chunks added in their order in double precision. */
final class VectorReductions implements ReductionKernels {
    private final Workers workers;

    VectorReductions(Workers workers) {
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
        float[] out = floats(outs);
        int rowsAChunk = Split.rowsOf(channels, Split.ELEMENTS);
        int chunks = Math.max(1, Math.ceilDiv(rows, rowsAChunk));
        float[] partials = chunks == 1 ? out : new float[groups * chunks * channels];
        workers.run(groups * chunks, task -> {
            int from = task / chunks * rows + task % chunks * rowsAChunk;
            int to = Math.min(from + rowsAChunk, (task / chunks + 1) * rows);
            RowSums.sum(x, from, to, channels, partials, task * channels);
        });
        if (chunks > 1) {
            RowSums.addChunks(partials, groups, chunks, channels, out);
        }
    }

    // Four registers of sums hide the latency of the additions.

    private static float sum(float[] x, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            s0 = s0.add(load(x, i));
            s1 = s1.add(load(x, i + Lanes.COUNT));
            s2 = s2.add(load(x, i + 2 * Lanes.COUNT));
            s3 = s3.add(load(x, i + 3 * Lanes.COUNT));
        }
        for (; i < to; i += Lanes.COUNT) {
            s0 = s0.add(loadRest(x, i, to));
        }
        return combine(s0, s1, s2, s3);
    }

    private static float sumOfSquares(float[] x, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            s0 = square(load(x, i), s0);
            s1 = square(load(x, i + Lanes.COUNT), s1);
            s2 = square(load(x, i + 2 * Lanes.COUNT), s2);
            s3 = square(load(x, i + 3 * Lanes.COUNT), s3);
        }
        for (; i < to; i += Lanes.COUNT) {
            s0 = square(loadRest(x, i, to), s0);
        }
        return combine(s0, s1, s2, s3);
    }

    private static float squaredError(float[] a, float[] b, int from, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = from;
        for (; i <= to - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
            s0 = square(load(a, i).sub(load(b, i)), s0);
            s1 = square(load(a, i + Lanes.COUNT).sub(load(b, i + Lanes.COUNT)), s1);
            s2 = square(load(a, i + 2 * Lanes.COUNT).sub(load(b, i + 2 * Lanes.COUNT)), s2);
            s3 = square(load(a, i + 3 * Lanes.COUNT).sub(load(b, i + 3 * Lanes.COUNT)), s3);
        }
        for (; i < to; i += Lanes.COUNT) {
            s0 = square(loadRest(a, i, to).sub(loadRest(b, i, to)), s0);
        }
        return combine(s0, s1, s2, s3);
    }

    private static FloatVector load(float[] x, int i) {
        return FloatVector.fromArray(Lanes.FLOATS, x, i);
    }

    private static FloatVector loadRest(float[] x, int i, int to) {
        return FloatVector.fromArray(Lanes.FLOATS, x, i, Lanes.rest(i, to));
    }

    private static FloatVector square(FloatVector v, FloatVector sum) {
        return v.fma(v, sum);
    }

    private static float combine(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        return Lanes.sum(s0.add(s1).add(s2.add(s3)), new float[Lanes.COUNT]);
    }
}
