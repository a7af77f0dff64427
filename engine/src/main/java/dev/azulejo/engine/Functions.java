package dev.azulejo.engine;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import java.util.Arrays;
import java.util.List;

/** Operations that mix elements, with gradients: PyTorch's {@code torch.nn.functional}, over NHWC. */
public final class Functions {
    private Functions() {}

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
        return a.engine().apply(new Op.MatMul(a, b, null, false, shape, sizes));
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
        return x.engine().apply(new Op.MatMul(x, w, bias, false, x.shape().withChannels(out), sizes));
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
        var geometry = new ConvolutionGeometry(
                in.get(0),
                in.get(1),
                in.get(2),
                in.get(3),
                spanY / options.stride() + 1,
                spanX / options.stride() + 1,
                k.get(3),
                k.get(0),
                k.get(1),
                options.stride(),
                options.top(),
                options.left());
        requireResidual(
                "conv2d",
                options,
                Shape.of(geometry.batch(), geometry.outHeight(), geometry.outWidth(), geometry.outChannels()));
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
        var geometry = new ConvolutionGeometry(
                in.get(0),
                height,
                width,
                k.get(2),
                in.get(1),
                in.get(2),
                in.get(3),
                k.get(0),
                k.get(1),
                options.stride(),
                options.top(),
                options.left());
        requireResidual("convTranspose2d", options, Shape.of(in.get(0), height, width, k.get(2)));
        return x.engine().apply(new Op.TransposedConvolution(x, w, bias, options.relu(), options.residual(), geometry));
    }

    /**
     * Adds a vector to every row, or one to all rows of each image.
     *
     * @param x {@code [..., channels]}
     * @param v {@code [channels]}, or {@code [N, channels]} with N the first size of x
     * @return the shape of x
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor addRows(Tensor x, Tensor v) {
        boolean bias = v.shape().rank() == 1;
        boolean images = v.shape().rank() == 2 && v.shape().get(0) == x.shape().get(0);
        if (!(bias || images) || v.shape().channels() != x.shape().channels()) {
            throw new IllegalArgumentException(
                    "addRows: " + x.shape() + " and " + v.shape() + "; expected [...,C] and [C] or [N,C]");
        }
        return x.engine().apply(new Op.AddRows(x, v, v.shape().rows()));
    }

    /**
     * tanh(a) sigmoid(b), where a is the first half of the channels and b the second (gated PixelCNN, arXiv 1606.05328).
     *
     * @param x {@code [..., 2 C]}
     * @return {@code [..., C]}
     * @throws IllegalArgumentException if the channels are odd
     */
    public static Tensor gate(Tensor x) {
        if (x.shape().channels() % 2 != 0) {
            throw new IllegalArgumentException("gate: " + x.shape() + "; expected an even number of channels");
        }
        return x.engine().apply(new Op.Gate(x));
    }

    /**
     * Inverted dropout, its mask a function of (key, stream, element).
     *
     * @param x any shape
     * @param rate probability of dropping, in [0, 1); 0 returns x
     * @param stream which dropout of the program this is
     * @param key {@code [3]}: seed (low, high) and step
     * @return the shape of x
     * @throws IllegalArgumentException if the rate is not in [0, 1)
     */
    public static Tensor dropout(Tensor x, float rate, int stream, IntTensor key) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: rate " + rate + "; expected 0 <= rate < 1");
        }
        return rate == 0 ? x : x.engine().apply(new Op.Dropout(x, rate, stream, key));
    }

    /**
     * Softmax over the last axis.
     *
     * @param x {@code [..., C]}
     * @return the shape of x
     */
    public static Tensor softmax(Tensor x) {
        return x.engine().apply(new Op.Softmax(x));
    }

    /**
     * Softmax of each row i over columns j &lt;= i (j &lt; i if strict), zero elsewhere.
     *
     * @param x {@code [batch, T, T]}
     * @param strict whether a position may not see itself; its first row is then all zero
     * @return the shape of x
     * @throws IllegalArgumentException if the matrices are not square
     */
    public static Tensor causalSoftmax(Tensor x, boolean strict) {
        if (x.shape().rank() != 3 || x.shape().get(1) != x.shape().get(2)) {
            throw new IllegalArgumentException("causalSoftmax: " + x.shape() + "; expected [batch,T,T]");
        }
        return x.engine().apply(new Op.CausalSoftmax(x, strict));
    }

    /**
     * Logarithm of softmax over the last axis, in nats.
     *
     * @param x {@code [..., C]}
     * @return the shape of x
     */
    public static Tensor logSoftmax(Tensor x) {
        return x.engine().apply(new Op.LogSoftmax(x));
    }

    /**
     * Mean cross-entropy in nats.
     *
     * @param logits {@code [..., classes]}
     * @param targets as many classes as the logits have rows
     * @return a scalar
     * @throws IllegalArgumentException if the numbers of rows differ
     */
    public static Tensor crossEntropy(Tensor logits, IntTensor targets) {
        if (logits.shape().rows() != targets.shape().size()) {
            throw new IllegalArgumentException("crossEntropy: logits " + logits.shape() + " and targets "
                    + targets.shape() + "; expected one target a row of logits");
        }
        return logits.engine().apply(new Op.CrossEntropy(logits, targets));
    }

    /**
     * Layer normalisation over the last axis (arXiv 1607.06450).
     *
     * @param x {@code [..., C]}
     * @param gamma {@code [C]}
     * @param beta {@code [C]}
     * @param epsilon added to the variance
     * @return the shape of x
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon) {
        requireBias("layerNorm", gamma, x.shape().channels());
        requireBias("layerNorm", beta, x.shape().channels());
        Tensor statistics = x.engine().allocate(Shape.of(x.shape().rows(), 2));
        return x.engine().apply(new Op.LayerNorm(x, gamma, beta, epsilon, statistics));
    }

    /**
     * Joins tensors along the last axis.
     *
     * @param parts {@code [..., C_i]}, equal but for the channels
     * @return {@code [..., sum of C_i]}
     * @throws IllegalArgumentException if the other axes differ
     */
    public static Tensor concat(Tensor... parts) {
        Shape first = parts[0].shape();
        for (Tensor part : parts) {
            if (part.shape().rank() != first.rank()
                    || !part.shape().withChannels(1).equals(first.withChannels(1))) {
                throw new IllegalArgumentException(
                        "concat: " + Arrays.stream(parts).map(Tensor::shape).toList()
                                + "; expected equal shapes but for the last axis");
            }
        }
        return parts[0].engine().apply(new Op.Concat(List.of(parts)));
    }

    /**
     * Channels from (included) to (excluded).
     *
     * @param x {@code [..., C]}
     * @param from first channel
     * @param to channel after the last
     * @return {@code [..., to - from]}
     * @throws IllegalArgumentException if there are no such channels
     */
    public static Tensor slice(Tensor x, int from, int to) {
        if (from < 0 || to > x.shape().channels() || from >= to) {
            throw new IllegalArgumentException("slice: channels " + from + " to " + to + " of " + x.shape());
        }
        return x.engine().apply(new Op.Slice(x, from, to));
    }

    /**
     * Shifts images down and to the right, zeros coming in.
     *
     * @param x {@code [N, H, W, C]}
     * @param down rows; negative is up
     * @param right columns; negative is left
     * @return the shape of x
     */
    public static Tensor shift(Tensor x, int down, int right) {
        requireRank("shift", x, 4);
        return x.engine().apply(new Op.Shift(x, down, right));
    }

    /**
     * Swaps the middle axes: splits attention's heads off, or merges them.
     *
     * @param x {@code [A, B, C, D]}
     * @return {@code [A, C, B, D]}
     */
    public static Tensor swapMiddle(Tensor x) {
        requireRank("swapMiddle", x, 4);
        return x.engine().apply(new Op.SwapMiddle(x));
    }

    /**
     * Looks rows up.
     *
     * @param table {@code [entries, C]}
     * @param indices any shape, each in [0, entries)
     * @return {@code [..., C]}
     */
    public static Tensor gather(Tensor table, IntTensor indices) {
        requireRank("gather", table, 2);
        return table.engine().apply(new Op.Gather(table, indices));
    }

    /**
     * The value of q with the gradient of z: the straight-through estimator (arXiv 1711.00937, section 3.2).
     *
     * @param z what was quantized
     * @param q its quantization, of the same shape
     * @return the values of q
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor straightThrough(Tensor z, Tensor q) {
        if (!z.shape().equals(q.shape())) {
            throw new IllegalArgumentException(
                    "straightThrough: " + z.shape() + " and " + q.shape() + "; expected the same shape");
        }
        return z.engine().apply(new Op.StraightThrough(z, q));
    }

    private static void requireRank(String operation, Tensor x, int rank) {
        if (x.shape().rank() != rank) {
            throw new IllegalArgumentException(operation + ": " + x.shape() + "; expected " + rank + " axes");
        }
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
