package dev.azulejo.engine.backend;

/** Causal attention, whose matrices of weights need not be stored: at 32x32 positions they are most of a prior's memory. */
public interface AttentionKernels {
    /**
     * For each item of the batch: out = dropout(causal softmax(q kᵀ)) v. Row i sees columns j &lt;= i, or j &lt; i if strict;
     * a row that sees none is all zero. The mask is that of {@link ElementwiseKernels#dropout} over the weights,
     * {@code [batch, positions, positions]}.
     *
     * @param q {@code [batch, positions, channels]}, scaled already
     * @param k {@code [batch, positions, channels]}
     * @param v {@code [batch, positions, channels]}
     * @param out {@code [batch, positions, channels]}
     * @param key int {@code [4]}: seed (low, high), step, and which part of a whole this batch is, 0 where it is all; null if
     *     the rate is 0
     * @param shape the sizes, and what is masked and dropped
     */
    void causal(Buffer q, Buffer k, Buffer v, @Writes Buffer out, Buffer key, Shape shape);

    /**
     * Gradients of {@link #causal}, whose weights are computed once more.
     *
     * @param q {@code [batch, positions, channels]}, as given to it
     * @param k {@code [batch, positions, channels]}
     * @param v {@code [batch, positions, channels]}
     * @param dy {@code [batch, positions, channels]}, of its output
     * @param dq {@code [batch, positions, channels]}
     * @param dk {@code [batch, positions, channels]}
     * @param dv {@code [batch, positions, channels]}
     * @param key as given to it
     * @param shape as given to it
     */
    void causalGradient(
            Buffer q,
            Buffer k,
            Buffer v,
            Buffer dy,
            @Writes Buffer dq,
            @Writes Buffer dk,
            @Writes Buffer dv,
            Buffer key,
            Shape shape);

    /**
     * Sizes of attention, and what is masked and dropped.
     *
     * @param batch number of items: images times heads
     * @param positions rows of queries, keys and values
     * @param channels of a head
     * @param strict whether a position may not see itself
     * @param rate probability of dropping a weight, in [0, 1)
     * @param stream which dropout of the program this is
     */
    record Shape(int batch, int positions, int channels, boolean strict, float rate, int stream) {
        /** {@return the elements of each operand: batch times positions times channels} */
        public int size() {
            return batch * positions * channels;
        }
    }
}
