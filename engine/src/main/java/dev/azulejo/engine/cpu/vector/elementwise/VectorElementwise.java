package dev.azulejo.engine.cpu.vector.elementwise;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;

/** Chooses and splits the element-wise kernels. */
public final class VectorElementwise implements ElementwiseKernels {
    /** Elements of a task that computes exponentials. */
    private static final int COSTLY = 1 << 13;

    /** Random words drawn ahead: 4 KiB. */
    private static final int WORDS = 1 << 10;

    private final Workers workers;

    public VectorElementwise(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void unary(UnaryFunction f, Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        Split.elements(workers, n, (from, to) -> VectorUnary.apply(f, x, out, from, to));
    }

    @Override
    public void unaryGradient(UnaryFunction f, Buffer as, Buffer dys, Buffer dxs, int n) {
        float[] a = floats(as);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        Split.elements(workers, n, (from, to) -> VectorUnaryGradient.apply(f, a, dy, dx, from, to));
    }

    @Override
    public void binary(BinaryFunction f, Buffer as, Buffer bs, Buffer outs, int n) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        Split.Range body = switch (f) {
            case ADD -> (from, to) -> VectorArithmetic.add(a, b, out, from, to);
            case SUBTRACT -> (from, to) -> VectorArithmetic.subtract(a, b, out, from, to);
            case MULTIPLY -> (from, to) -> VectorArithmetic.multiply(a, b, out, from, to);
            case DIVIDE -> (from, to) -> VectorArithmetic.divide(a, b, out, from, to);
            case LESS -> (from, to) -> VectorSelection.less(a, b, out, from, to);
            case EQUAL -> (from, to) -> VectorSelection.equal(a, b, out, from, to);
        };
        Split.elements(workers, n, body);
    }

    @Override
    public void linear(float alpha, Buffer as, float beta, Buffer bs, Buffer outs, int n) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        Split.elements(workers, n, (from, to) -> VectorArithmetic.linear(alpha, beta, a, b, out, from, to));
    }

    @Override
    public void scale(float factor, Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        Split.elements(workers, n, (from, to) -> VectorArithmetic.scale(factor, x, out, from, to));
    }

    @Override
    public void scaleBy(float factor, Buffer s, Buffer x, Buffer out, int n) {
        scale(factor * floats(s)[0], x, out, n);
    }

    @Override
    public void broadcast(BinaryFunction f, Buffer xs, Buffer vs, Buffer outs, int groups, int rows, int channels) {
        VectorBroadcast.apply(workers, f, floats(xs), floats(vs), floats(outs), groups, rows, channels);
    }

    @Override
    public void where(Buffer conditions, Buffer as, Buffer bs, Buffer outs, int n) {
        float[] condition = floats(conditions);
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        Split.elements(workers, n, (from, to) -> VectorSelection.where(condition, a, b, out, from, to));
    }

    @Override
    public void toFloats(Buffer xs, Buffer outs, int n) {
        int[] x = ints(xs);
        float[] out = floats(outs);
        Split.elements(workers, n, (from, to) -> VectorSelection.toFloats(x, out, from, to));
    }

    @Override
    public void toInts(Buffer xs, Buffer outs, int n) {
        float[] x = floats(xs);
        int[] out = ints(outs);
        Split.elements(workers, n, (from, to) -> VectorSelection.toInts(x, out, from, to));
    }

    @Override
    public void gate(Buffer xs, Buffer outs, int rows, int channels) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        int width = 2 * channels;
        Split.rows(workers, rows, width, COSTLY, (from, to) -> {
            float[] e = new float[Lanes.padded(width)];
            for (int r = from; r < to; r++) {
                VectorMath.expOfDistance(x, r * width, 0, e, 0, width);
                VectorGate.row(x, r * width, e, out, r * channels, channels);
            }
        });
    }

    @Override
    public void gateGradient(Buffer xs, Buffer dys, Buffer dxs, int rows, int channels) {
        float[] x = floats(xs);
        float[] dy = floats(dys);
        float[] dx = floats(dxs);
        int width = 2 * channels;
        Split.rows(workers, rows, width, COSTLY, (from, to) -> {
            float[] e = new float[Lanes.padded(width)];
            for (int r = from; r < to; r++) {
                VectorMath.expOfDistance(x, r * width, 0, e, 0, width);
                VectorGate.rowGradient(x, r * width, e, dy, r * channels, dx, channels);
            }
        });
    }

    @Override
    public void dropout(Buffer xs, Buffer outs, int n, float rate, int stream, Buffer keys) {
        float[] x = floats(xs);
        float[] out = floats(outs);
        int[] key = ints(keys);
        int threshold = VectorDropout.threshold(rate);
        float keep = 1 - rate;
        long first = (long) key[3] * n;
        Split.parts(workers, n, COSTLY, (from, to) -> {
            int[] words = new int[WORDS + VectorDropout.STEP];
            for (int i = from; i < to; i += WORDS) {
                int count = Math.min(to - i, WORDS);
                int skipped = VectorDropout.draw(first + i, count, key, stream, words);
                VectorDropout.drop(x, i, out, i, count, threshold, keep, words, skipped);
            }
        });
    }
}
