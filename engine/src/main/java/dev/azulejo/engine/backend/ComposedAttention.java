package dev.azulejo.engine.backend;

/**
 * Attention as products, softmax and dropout of a backend, through matrices of weights: what it means, and what runs where
 * nothing is fused.
 *
 * @param backend whose kernels compute
 */
record ComposedAttention(Backend backend) implements AttentionKernels {
    @Override
    public void causal(Buffer q, Buffer k, Buffer v, Buffer out, Buffer key, Shape shape) {
        multiply(dropped(weights(q, k, shape), key, shape), v, out, shape, false, false);
    }

    @Override
    public void causalGradient(
            Buffer q, Buffer k, Buffer v, Buffer dy, Buffer dq, Buffer dk, Buffer dv, Buffer key, Shape shape) {
        Buffer weights = weights(q, k, shape);
        multiply(dropped(weights, key, shape), dy, dv, shape, true, false);
        Buffer slopes = matrices(shape);
        multiply(dy, v, slopes, shape, false, true);
        slopes = dropped(slopes, key, shape);
        int t = shape.positions();
        backend.normalizations().softmaxGradient(weights, slopes, slopes, shape.batch() * t, t);
        multiply(slopes, k, dq, shape, false, false);
        multiply(slopes, q, dk, shape, true, false);
    }

    private Buffer matrices(Shape shape) {
        int t = shape.positions();
        return backend.memory().allocate(DType.FLOAT32, Math.multiplyExact(shape.batch(), Math.multiplyExact(t, t)));
    }

    private Buffer weights(Buffer q, Buffer k, Shape shape) {
        Buffer weights = matrices(shape);
        multiply(q, k, weights, shape, false, true);
        backend.normalizations().causalSoftmax(weights, weights, shape.batch(), shape.positions(), shape.strict());
        return weights;
    }

    private Buffer dropped(Buffer weights, Buffer key, Shape shape) {
        if (shape.rate() == 0) {
            return weights;
        }
        Buffer dropped = matrices(shape);
        backend.elementwise().dropout(weights, dropped, dropped.size(), shape.rate(), shape.stream(), key);
        return dropped;
    }

    /** Between matrices {@code [positions, positions]} and rows {@code [positions, channels]}; b transposed: rows by rows. */
    private void multiply(Buffer a, Buffer b, Buffer out, Shape shape, boolean transposeA, boolean transposeB) {
        int t = shape.positions();
        int d = shape.channels();
        var sizes = transposeB
                ? new MatrixKernels.Shape(shape.batch(), t, t, d, false, true)
                : new MatrixKernels.Shape(shape.batch(), t, d, t, transposeA, false);
        backend.matrices().multiply(a, b, Epilogue.NONE, out, sizes);
    }
}
