package dev.azulejo.engine.backend;

/** Kernels that normalise over a row: softmax, log-softmax, cross-entropy and layer normalisation. */
public interface NormalizationKernels {
    /**
     * out = softmax of each row.
     *
     * @param x {@code [rows, columns]}
     * @param out {@code [rows, columns]}; may be x
     * @param rows number of rows
     * @param columns elements a row
     */
    void softmax(@SameAsOutput Buffer x, @Writes Buffer out, int rows, int columns);

    /**
     * Causal softmax: row i of each matrix is normalised over columns j &lt;= i, or j &lt; i if strict, and is zero
     * elsewhere. A row with no column left (i = 0, strict) is all zero.
     *
     * @param x {@code [batch, size, size]}
     * @param out {@code [batch, size, size]}; may be x
     * @param batch number of matrices
     * @param size rows and columns of each
     * @param strict whether the diagonal is masked too
     */
    void causalSoftmax(@SameAsOutput Buffer x, @Writes Buffer out, int batch, int size, boolean strict);

    /**
     * Gradient of both softmaxes: dx = y (dy - sum(dy y)) a row; a masked element has y = 0 and so dx = 0.
     *
     * @param y {@code [rows, columns]}, the softmax
     * @param dy {@code [rows, columns]}
     * @param dx {@code [rows, columns]}; may be dy
     * @param rows number of rows
     * @param columns elements a row
     */
    void softmaxGradient(Buffer y, @SameAsOutput Buffer dy, @Writes Buffer dx, int rows, int columns);

    /**
     * out = x - ln(sum(exp(x))) a row.
     *
     * @param x {@code [rows, columns]}
     * @param out {@code [rows, columns]}; may be x
     * @param rows number of rows
     * @param columns elements a row
     */
    void logSoftmax(@SameAsOutput Buffer x, @Writes Buffer out, int rows, int columns);

    /**
     * Gradient of {@link #logSoftmax}: dx = dy - exp(y) sum(dy) a row.
     *
     * @param y {@code [rows, columns]}, the log-softmax
     * @param dy {@code [rows, columns]}
     * @param dx {@code [rows, columns]}; may be dy
     * @param rows number of rows
     * @param columns elements a row
     */
    void logSoftmaxGradient(Buffer y, @SameAsOutput Buffer dy, @Writes Buffer dx, int rows, int columns);

    /**
     * Mean cross-entropy in nats: loss[0] = -1/rows times the sum over rows of ln softmax(logits)[target].
     *
     * @param logits {@code [rows, classes]}
     * @param targets INT32 {@code [rows]}, each in [0, classes)
     * @param loss {@code [1]}
     * @param rows number of rows
     * @param classes elements a row
     */
    void crossEntropy(Buffer logits, Buffer targets, @Writes Buffer loss, int rows, int classes);

    /**
     * Gradient of {@link #crossEntropy}: dx = s (softmax(logits) - onehot(target)) / rows.
     *
     * @param logits {@code [rows, classes]}
     * @param targets INT32 {@code [rows]}
     * @param s {@code [1]}, gradient of the loss
     * @param dx {@code [rows, classes]}; may be logits
     * @param rows number of rows
     * @param classes elements a row
     */
    void crossEntropyGradient(
            @SameAsOutput Buffer logits, Buffer targets, Buffer s, @Writes Buffer dx, int rows, int classes);

    /**
     * Layer normalisation (Ba et al. 2016, arXiv 1607.06450): out = (x - mean) / sqrt(variance + epsilon) gamma + beta a
     * row, with the biased variance.
     *
     * @param x {@code [rows, channels]}
     * @param gamma {@code [channels]}
     * @param beta {@code [channels]}
     * @param out {@code [rows, channels]}; may be x
     * @param statistics {@code [rows, 2]}: mean and 1 / sqrt(variance + epsilon) of each row, for the gradient
     * @param rows number of rows
     * @param channels elements a row
     * @param epsilon added to the variance
     */
    void layerNorm(
            @SameAsOutput Buffer x,
            Buffer gamma,
            Buffer beta,
            @Writes Buffer out,
            @Writes Buffer statistics,
            int rows,
            int channels,
            float epsilon);

    /**
     * Gradient of {@link #layerNorm}.
     *
     * @param x {@code [rows, channels]}
     * @param gamma {@code [channels]}
     * @param statistics {@code [rows, 2]} as the forward pass left them
     * @param dy {@code [rows, channels]}
     * @param dx {@code [rows, channels]}; may be dy
     * @param dgamma {@code [channels]}
     * @param dbeta {@code [channels]}
     * @param rows number of rows
     * @param channels elements a row
     */
    void layerNormGradient(
            Buffer x,
            Buffer gamma,
            Buffer statistics,
            @SameAsOutput Buffer dy,
            @Writes Buffer dx,
            @Writes Buffer dgamma,
            @Writes Buffer dbeta,
            int rows,
            int channels);
}
