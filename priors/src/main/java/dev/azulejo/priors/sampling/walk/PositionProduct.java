package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;

/**
 * A matrix product between fixed buffers, prepared once and run at every position: no tensor is made, no shape checked,
 * no weight packed (a product of few rows reads the weights where they lie).
 */
final class PositionProduct {
    private final MatrixKernels matrices;
    private final Buffer left;
    private final Buffer right;
    private final Epilogue epilogue;
    private final Buffer out;
    private final MatrixKernels.Shape shape;

    private PositionProduct(
            MatrixKernels matrices,
            Buffer left,
            Buffer right,
            Epilogue epilogue,
            Buffer out,
            MatrixKernels.Shape shape) {
        this.matrices = matrices;
        this.left = left;
        this.right = right;
        this.epilogue = epilogue;
        this.out = out;
        this.shape = shape;
    }

    /**
     * out = x w + bias + residual.
     *
     * @param x {@code [N, in]}
     * @param w {@code [in, out]}, in any shape of that order
     * @param bias {@code [out]}, or null
     * @param residual {@code [N, out]}, or null
     * @param out {@code [N, out]}
     */
    static PositionProduct linear(Tensor x, Tensor w, Tensor bias, Tensor residual, Tensor out) {
        int rows = x.shape().get(0);
        var shape = new MatrixKernels.Shape(
                1, rows, out.shape().size() / rows, x.shape().size() / rows, false, false);
        var epilogue = new Epilogue(buffer(bias), false, buffer(residual));
        return new PositionProduct(matrices(x), x.buffer(), w.buffer(), epilogue, out.buffer(), shape);
    }

    /**
     * The scores of positions: a query per head times keys, plus the mask.
     *
     * @param query {@code [N, heads x channels]}
     * @param keys a row per channel of each head
     * @param mask a row
     * @param scores a row per head
     */
    static PositionProduct scores(Tensor query, GrowingColumns keys, GrowingColumns mask, GrowingColumns scores) {
        int heads = scores.rows();
        var shape = new MatrixKernels.Shape(heads, 1, keys.columns(), keys.rows() / heads, false, false);
        var epilogue = new Epilogue(mask.buffer(), false, null);
        return new PositionProduct(matrices(query), query.buffer(), keys.buffer(), epilogue, scores.buffer(), shape);
    }

    /**
     * Values, summed by the weights of their positions.
     *
     * @param weights a row per head
     * @param values a row per channel of each head
     * @param out {@code [N, heads x channels]}
     */
    static PositionProduct sums(GrowingColumns weights, GrowingColumns values, Tensor out) {
        int heads = weights.rows();
        var shape = new MatrixKernels.Shape(heads, 1, values.rows() / heads, values.columns(), false, true);
        return new PositionProduct(
                matrices(out), weights.buffer(), values.buffer(), Epilogue.NONE, out.buffer(), shape);
    }

    private static MatrixKernels matrices(Tensor of) {
        return of.engine().backend().matrices();
    }

    private static Buffer buffer(Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    void run() {
        matrices.multiply(left, right, epilogue, out, shape);
    }
}
