package dev.azulejo.engine;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.MatrixKernels;

/** Matrix products, attention and convolutions with the sizes that their operands have together, or a refusal. */
final class ProductOps {
    private ProductOps() {}

    static Op matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Shape left = a.shape();
        Shape right = b.shape();
        boolean ranks = left.rank() == right.rank() && (left.rank() == 2 || left.rank() == 3);
        boolean batches = ranks && (left.rank() == 2 || left.get(0) == right.get(0));
        if (!batches || left.get(transposeA ? -2 : -1) != right.get(transposeB ? -1 : -2)) {
            throw new IllegalArgumentException("matmul: " + left + (transposeA ? "ᵀ" : "") + " and " + right
                    + (transposeB ? "ᵀ" : "") + "; expected [m,k] and [k,n], or batches of them");
        }
        int batch = left.rank() == 3 ? left.get(0) : 1;
        int m = left.get(transposeA ? -1 : -2);
        int k = left.get(transposeA ? -2 : -1);
        int n = right.get(transposeB ? -2 : -1);
        Shape shape = left.rank() == 3 ? Shape.of(batch, m, n) : Shape.of(m, n);
        return new Op.MatMul(a, b, null, shape, new MatrixKernels.Shape(batch, m, n, k, transposeA, transposeB));
    }

    static Op linear(Tensor x, Tensor w, Tensor bias) {
        if (w.shape().rank() != 2 || x.shape().channels() != w.shape().get(0)) {
            throw new IllegalArgumentException(
                    "linear: input " + x.shape() + " and weights " + w.shape() + "; expected [...,in] and [in,out]");
        }
        int out = w.shape().get(1);
        requireBias("linear", bias, out);
        var sizes = new MatrixKernels.Shape(1, x.shape().rows(), out, w.shape().get(0), false, false);
        return new Op.MatMul(x, w, bias, x.shape().withChannels(out), sizes);
    }

    static Op convolution(Tensor x, Tensor w, Tensor bias, Convolution options, Tensor residual) {
        Shape in = x.shape();
        Shape k = w.shape();
        if (in.rank() != 4 || k.rank() != 4 || in.get(3) != k.get(2)) {
            throw new IllegalArgumentException(
                    "conv2d: input " + in + " and weights " + k + "; expected [N,H,W,in] and [kh,kw,in,out]");
        }
        requireBias("conv2d", bias, k.get(3));
        int spanY = in.get(1) + options.top() + options.bottom() - k.get(0);
        int spanX = in.get(2) + options.left() + options.right() - k.get(1);
        if (spanY < 0 || spanX < 0) {
            throw new IllegalArgumentException("conv2d: input " + in + " is smaller than the kernel " + k);
        }
        Shape out = Shape.of(in.get(0), spanY / options.stride() + 1, spanX / options.stride() + 1, k.get(3));
        requireResidual("conv2d", options, residual, out);
        return new Op.Convolution(x, w, bias, options.relu(), residual, options.geometry(in, out, k));
    }

    static Op transposedConvolution(Tensor x, Tensor w, Tensor bias, Convolution options, Tensor residual) {
        Shape in = x.shape();
        Shape k = w.shape();
        if (in.rank() != 4 || k.rank() != 4 || in.get(3) != k.get(3)) {
            throw new IllegalArgumentException(
                    "convTranspose2d: input " + in + " and weights " + k + "; expected [N,H,W,in] and [kh,kw,out,in]");
        }
        requireBias("convTranspose2d", bias, k.get(2));
        int height = (in.get(1) - 1) * options.stride() - options.top() - options.bottom() + k.get(0);
        int width = (in.get(2) - 1) * options.stride() - options.left() - options.right() + k.get(1);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("convTranspose2d: input " + in + " leaves nothing of the output");
        }
        Shape out = Shape.of(in.get(0), height, width, k.get(2));
        requireResidual("convTranspose2d", options, residual, out);
        return new Op.TransposedConvolution(x, w, bias, options.relu(), residual, options.geometry(out, in, k));
    }

    static Op causalAttention(Tensor q, Tensor k, Tensor v, boolean strict, float rate, int stream, IntTensor key) {
        Shape shape = q.shape();
        if (shape.rank() != 3 || !k.shape().equals(shape) || !v.shape().equals(shape)) {
            throw new IllegalArgumentException("causalAttention: " + shape + ", " + k.shape() + " and " + v.shape()
                    + "; expected three equal shapes [batch,T,channels]");
        }
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("causalAttention: rate " + rate + "; expected 0 <= rate < 1");
        }
        var sizes = new AttentionKernels.Shape(shape.get(0), shape.get(1), shape.get(2), strict, rate, stream);
        return new Op.CausalAttention(q, k, v, rate == 0 ? null : key, sizes);
    }

    private static void requireBias(String operation, Tensor bias, int channels) {
        if (bias != null && !bias.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException(operation + ": bias " + bias.shape() + "; expected [" + channels + "]");
        }
    }

    private static void requireResidual(String operation, Convolution options, Tensor residual, Shape shape) {
        if (residual != null && !residual.shape().equals(shape)) {
            throw new IllegalArgumentException(operation + ": residual " + residual.shape() + "; expected " + shape);
        }
        if (residual != null && options.relu()) {
            throw new IllegalArgumentException(operation + ": a ReLU before a residual is not supported; add it apart");
        }
    }
}
