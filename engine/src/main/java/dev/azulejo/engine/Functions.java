package dev.azulejo.engine;

import dev.azulejo.engine.backend.AttentionKernels;
import java.util.Arrays;
import java.util.List;

/**
 * Operations that mix elements, with gradients: what PyTorch has in {@code torch.nn.functional}, over NHWC. Matrix products
 * and convolutions are {@link Products}.
 */
public final class Functions {
    private Functions() {}

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
        int[] sizes = new int[x.shape().rank()];
        Arrays.fill(sizes, 1);
        sizes[0] = v.shape().rows();
        sizes[sizes.length - 1] = v.shape().channels();
        return x.plus(bias ? v : v.reshape(Shape.of(sizes)));
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
        requireRate("dropout", rate);
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
     * Causal attention: dropout(softmax(q kᵀ)) v, where row i sees columns j &lt;= i (j &lt; i if strict; its first row is
     * then zero). As the product, {@link #causalSoftmax}, {@link #dropout} and the product, without their matrices.
     *
     * @param q {@code [batch, T, channels]}, scaled already
     * @param k the shape of q
     * @param v the shape of q
     * @param strict whether a position may not see itself
     * @param rate probability of dropping a weight, in [0, 1)
     * @param stream which dropout of the program this is
     * @param key {@code [3]}: seed (low, high) and step; not read, and may be null, if the rate is 0
     * @return the shape of q
     * @throws IllegalArgumentException if the shapes differ or are not of three axes, or the rate is not in [0, 1)
     */
    public static Tensor causalAttention(
            Tensor q, Tensor k, Tensor v, boolean strict, float rate, int stream, IntTensor key) {
        Shape shape = q.shape();
        if (shape.rank() != 3 || !k.shape().equals(shape) || !v.shape().equals(shape)) {
            throw new IllegalArgumentException("causalAttention: " + shape + ", " + k.shape() + " and " + v.shape()
                    + "; expected three equal shapes [batch,T,channels]");
        }
        requireRate("causalAttention", rate);
        var sizes = new AttentionKernels.Shape(shape.get(0), shape.get(1), shape.get(2), strict, rate, stream);
        return q.engine().apply(new Op.CausalAttention(q, k, v, rate == 0 ? null : key, sizes));
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
        requireChannels("layerNorm: gamma", gamma, x.shape().channels());
        requireChannels("layerNorm: beta", beta, x.shape().channels());
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

    private static void requireRate(String operation, float rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(operation + ": rate " + rate + "; expected 0 <= rate < 1");
        }
    }

    private static void requireRank(String operation, Tensor x, int rank) {
        if (x.shape().rank() != rank) {
            throw new IllegalArgumentException(operation + ": " + x.shape() + "; expected " + rank + " axes");
        }
    }

    private static void requireChannels(String operation, Tensor v, int channels) {
        if (!v.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException(operation + ": " + v.shape() + "; expected [" + channels + "]");
        }
    }
}
