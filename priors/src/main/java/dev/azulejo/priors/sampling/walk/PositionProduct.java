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

    private PositionProduct(Tensor left, Tensor right, Epilogue epilogue, Tensor out, MatrixKernels.Shape shape) {
        this.matrices = left.engine().backend().matrices();
        this.left = left.buffer();
        this.right = right.buffer();
        this.epilogue = epilogue;
        this.out = out.buffer();
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
        return new PositionProduct(x, w, epilogue, out, shape);
    }

    /** One row per batch: {@code [batch, 1, k]} times {@code [batch, k, n]} (or its transpose) plus bias {@code [n]}. */
    static PositionProduct batch(Tensor x, Tensor y, boolean transposed, Tensor bias, Tensor out) {
        int n = y.shape().get(transposed ? 1 : 2);
        int k = y.shape().get(transposed ? 2 : 1);
        var shape = new MatrixKernels.Shape(y.shape().get(0), 1, n, k, false, transposed);
        return new PositionProduct(x, y, new Epilogue(buffer(bias), false, null), out, shape);
    }

    private static Buffer buffer(Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }

    void run() {
        matrices.multiply(left, right, epilogue, out, shape);
    }
}
