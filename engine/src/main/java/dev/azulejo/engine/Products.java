package dev.azulejo.engine;

import dev.azulejo.engine.backend.MatrixKernels;

/** Matrix products and convolutions, with gradients: where nearly all the time goes. Images are NHWC. */
public final class Products {
    private Products() {}

    /**
     * Matrix product, or a batch of them: op(a) op(b), where op transposes the last two axes if asked.
     *
     * @param a {@code [m, k]} or {@code [batch, m, k]}; the last two exchanged if transposed
     * @param b {@code [k, n]} or {@code [batch, k, n]}; the last two exchanged if transposed
     * @param transposeA whether to transpose a
     * @param transposeB whether to transpose b
     * @return {@code [m, n]} or {@code [batch, m, n]}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
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
        var sizes = new MatrixKernels.Shape(batch, m, n, k, transposeA, transposeB);
        return a.engine().apply(new Op.MatMul(a, b, null, shape, sizes));
    }

    /**
     * x w + bias over the last axis.
     *
     * @param x {@code [..., in]}
     * @param w {@code [in, out]}
     * @param bias {@code [out]}, or null
     * @return {@code [..., out]}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor linear(Tensor x, Tensor w, Tensor bias) {
        if (w.shape().rank() != 2 || x.shape().channels() != w.shape().get(0)) {
            throw new IllegalArgumentException(
                    "linear: input " + x.shape() + " and weights " + w.shape() + "; expected [...,in] and [in,out]");
        }
        requireBias("linear", bias, w.shape().get(1));
        int out = w.shape().get(1);
        var sizes = new MatrixKernels.Shape(1, x.shape().rows(), out, w.shape().get(0), false, false);
        return x.engine().apply(new Op.MatMul(x, w, bias, x.shape().withChannels(out), sizes));
    }

    /**
     * Two-dimensional convolution (cross-correlation, as everywhere in the field).
     *
     * @param x {@code [N, H, W, in]}
     * @param w {@code [kernelHeight, kernelWidth, in, out]}
     * @param bias {@code [out]}, or null
     * @param options stride, padding and what is fused behind it
     * @return {@code [N, H', W', out]} with H' = (H + top + bottom - kernelHeight) / stride + 1
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor conv2d(Tensor x, Tensor w, Tensor bias, Convolution options) {
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
        requireResidual("conv2d", options, out);
        var geometry = options.geometry(in, out, k);
        return x.engine().apply(new Op.Convolution(x, w, bias, options.relu(), options.residual(), geometry));
    }

    /**
     * Transposed two-dimensional convolution: the input gradient of the convolution with these weights.
     *
     * @param x {@code [N, H, W, in]}
     * @param w {@code [kernelHeight, kernelWidth, out, in]}
     * @param bias {@code [out]}, or null
     * @param options stride, padding and what is fused behind it
     * @return {@code [N, H', W', out]} with H' = (H - 1) stride - top - bottom + kernelHeight
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor convTranspose2d(Tensor x, Tensor w, Tensor bias, Convolution options) {
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
        requireResidual("convTranspose2d", options, out);
        var geometry = options.geometry(out, in, k);
        return x.engine().apply(new Op.TransposedConvolution(x, w, bias, options.relu(), options.residual(), geometry));
    }

    private static void requireBias(String operation, Tensor bias, int channels) {
        if (bias != null && !bias.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException(operation + ": bias " + bias.shape() + "; expected [" + channels + "]");
        }
    }

    private static void requireResidual(String operation, Convolution options, Shape shape) {
        if (options.residual() != null && !options.residual().shape().equals(shape)) {
            throw new IllegalArgumentException(
                    operation + ": residual " + options.residual().shape() + "; expected " + shape);
        }
    }
}
