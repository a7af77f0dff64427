package dev.azulejo.engine;

/**
 * The operations of networks on tensors, over images {@code [N, H, W, C]}: products, convolutions, normalisations,
 * losses and moves, as PyTorch's {@code torch.nn.functional}. Every operation has a gradient. Where operands do not
 * fit, an {@link IllegalArgumentException} names the operation, their shapes and what was expected.
 */
public sealed interface Functional permits Tensor {
    /**
     * {@return the mean of (a - b)² over all elements (PyTorch's {@code mse_loss}), a scalar}
     *
     * @param other b, of the same shape
     */
    default Tensor meanSquaredError(Tensor other) {
        return run(new Op.SquaredError(self(), other, 1f / self().shape().size()));
    }

    /**
     * {@return the matrix product op(a) op(b), or a batch of them, where op transposes the last two axes if asked:
     * {@code [m, n]} or {@code [batch, m, n]}}
     *
     * @param b {@code [k, n]} or {@code [batch, k, n]}; the last two exchanged if transposed
     * @param transposeA whether to transpose this, {@code [m, k]} or {@code [batch, m, k]}
     * @param transposeB whether to transpose b
     */
    default Tensor matmul(Tensor b, boolean transposeA, boolean transposeB) {
        return run(ProductOps.matmul(self(), b, transposeA, transposeB));
    }

    /**
     * {@return a w + bias over the last axis, {@code [..., out]}}
     *
     * @param w {@code [in, out]}
     * @param bias {@code [out]}, or null
     */
    default Tensor linear(Tensor w, Tensor bias) {
        return run(ProductOps.linear(self(), w, bias));
    }

    /**
     * {@return the two-dimensional convolution (cross-correlation, as everywhere in the field), {@code [N, H', W', out]}
     * with H' = (H + top + bottom - kernelHeight) / stride + 1}
     *
     * @param w {@code [kernelHeight, kernelWidth, in, out]}
     * @param bias {@code [out]}, or null
     * @param options stride, padding, and whether a ReLU follows
     */
    default Tensor conv2d(Tensor w, Tensor bias, Convolution options) {
        return conv2d(w, bias, options, null);
    }

    /**
     * {@return the convolution plus a residual, in one walk through memory}
     *
     * @param w {@code [kernelHeight, kernelWidth, in, out]}
     * @param bias {@code [out]}, or null
     * @param options stride and padding, without a ReLU
     * @param residual of the result's shape, or null
     */
    default Tensor conv2d(Tensor w, Tensor bias, Convolution options, Tensor residual) {
        return run(ProductOps.convolution(self(), w, bias, options, residual));
    }

    /**
     * {@return the transposed convolution, {@code [N, H', W', out]} with
     * H' = (H - 1) stride - top - bottom + kernelHeight: the input gradient of the convolution with these weights}
     *
     * @param w {@code [kernelHeight, kernelWidth, out, in]}
     * @param bias {@code [out]}, or null
     * @param options stride, padding, and whether a ReLU follows
     */
    default Tensor convTranspose2d(Tensor w, Tensor bias, Convolution options) {
        return convTranspose2d(w, bias, options, null);
    }

    /**
     * {@return the transposed convolution plus a residual, in one walk through memory}
     *
     * @param w {@code [kernelHeight, kernelWidth, out, in]}
     * @param bias {@code [out]}, or null
     * @param options stride and padding, without a ReLU
     * @param residual of the result's shape, or null
     */
    default Tensor convTranspose2d(Tensor w, Tensor bias, Convolution options, Tensor residual) {
        return run(ProductOps.transposedConvolution(self(), w, bias, options, residual));
    }

    /** {@return tanh(a) sigmoid(b) of the two halves of the channels (gated PixelCNN, arXiv 1606.05328)} */
    default Tensor gate() {
        return run(new Op.Gate(self()));
    }

    /**
     * {@return inverted dropout, its mask a function of (key, stream, element)}
     *
     * @param rate probability of dropping, in [0, 1); 0 returns this
     * @param stream which dropout of the program this is
     * @param key {@code [4]}: seed (low, high), step, and which part of a whole this is, 0 where it is all
     */
    default Tensor dropout(float rate, int stream, IntTensor key) {
        return rate == 0 ? self() : run(new Op.Dropout(self(), rate, stream, key));
    }

    /** {@return the softmax over the last axis} */
    default Tensor softmax() {
        return run(new Op.Softmax(self()));
    }

    /**
     * {@return the softmax of each row i of {@code [batch, T, T]} over columns j &lt;= i, zero elsewhere}
     *
     * @param strict whether a position may not see itself (j &lt; i); its first row is then all zero
     */
    default Tensor causalSoftmax(boolean strict) {
        return run(new Op.CausalSoftmax(self(), strict));
    }

    /**
     * {@return causal attention, dropout(softmax(q kᵀ)) v with this as q: as the product, {@link #causalSoftmax},
     * {@link #dropout} and the product, without their matrices}
     *
     * @param k the shape of q, {@code [batch, T, channels]}
     * @param v the shape of q
     * @param strict whether a position may not see itself; the first row is then zero
     * @param rate probability of dropping a weight, in [0, 1)
     * @param stream which dropout of the program this is
     * @param key as for {@link #dropout}; not read, and may be null, if the rate is 0
     */
    default Tensor causalAttention(Tensor k, Tensor v, boolean strict, float rate, int stream, IntTensor key) {
        return run(ProductOps.causalAttention(self(), k, v, strict, rate, stream, key));
    }

    /** {@return the logarithm of the softmax over the last axis, in nats} */
    default Tensor logSoftmax() {
        return run(new Op.LogSoftmax(self()));
    }

    /**
     * {@return the mean cross-entropy of logits {@code [..., classes]} in nats, a scalar}
     *
     * @param targets as many classes as the logits have rows
     */
    default Tensor crossEntropy(IntTensor targets) {
        return run(new Op.CrossEntropy(self(), targets));
    }

    /**
     * {@return the layer normalisation over the last axis (arXiv 1607.06450)}
     *
     * @param gamma {@code [C]}
     * @param beta {@code [C]}
     * @param epsilon added to the variance
     */
    default Tensor layerNorm(Tensor gamma, Tensor beta, float epsilon) {
        Tensor statistics = self().engine().allocate(Shape.of(self().shape().rows(), 2));
        return run(new Op.LayerNorm(self(), gamma, beta, epsilon, statistics));
    }

    /**
     * {@return some of the channels}
     *
     * @param from first channel
     * @param to channel after the last
     */
    default Tensor slice(int from, int to) {
        return run(new Op.Slice(self(), from, to));
    }

    /**
     * {@return images shifted down and to the right, zeros coming in}
     *
     * @param down rows; negative is up
     * @param right columns; negative is left
     */
    default Tensor shift(int down, int right) {
        return run(new Op.Shift(self(), down, right));
    }

    /** {@return {@code [A, B, C, D]} as {@code [A, C, B, D]}: attention's heads split off, or merged} */
    default Tensor swapMiddle() {
        return run(new Op.SwapMiddle(self()));
    }

    /**
     * {@return rows of this table {@code [entries, C]}, {@code [..., C]}}
     *
     * @param indices any shape, each in [0, entries)
     */
    default Tensor gather(IntTensor indices) {
        return run(new Op.Gather(self(), indices));
    }

    /**
     * {@return the values of q with the gradient of this: the straight-through estimator (arXiv 1711.00937, section 3.2)}
     *
     * @param q this, quantized
     */
    default Tensor straightThrough(Tensor q) {
        return run(new Op.StraightThrough(self(), q));
    }

    private Tensor run(Op op) {
        return self().engine().apply(op);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
