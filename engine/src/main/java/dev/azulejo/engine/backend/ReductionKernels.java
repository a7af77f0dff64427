package dev.azulejo.engine.backend;

/** Sums: split into parts by shape and added in a fixed order, so that the bits never depend on the threads. */
public interface ReductionKernels {
    /**
     * out[at] = factor times the sum of x.
     *
     * @param x {@code [n]}
     * @param n number of elements
     * @param factor the factor
     * @param out float buffer
     * @param at element of out that is written; the others stay
     */
    void sum(Buffer x, int n, float factor, @Updates Buffer out, int at);

    /**
     * out[at] = factor times the sum of (a - b)².
     *
     * @param a {@code [n]}
     * @param b {@code [n]}
     * @param n number of elements
     * @param factor the factor
     * @param out float buffer
     * @param at element of out that is written; the others stay
     */
    void squaredError(Buffer a, Buffer b, int n, float factor, @Updates Buffer out, int at);

    /**
     * Gradient of {@link #squaredError} to a: out = 2 factor s (a - b).
     *
     * @param a {@code [n]}
     * @param b {@code [n]}
     * @param n number of elements
     * @param factor the factor
     * @param s {@code [1]}, gradient of the sum
     * @param out {@code [n]}; may be a or b
     */
    void squaredErrorGradient(
            @SameAsOutput Buffer a, @SameAsOutput Buffer b, int n, float factor, Buffer s, @Writes Buffer out);

    /**
     * Sums rows in groups: out[g, c] = sum over r of x[g, r, c]. A bias's gradient is one group.
     *
     * @param x {@code [groups, rows, channels]}
     * @param groups number of groups
     * @param rows rows per group
     * @param channels elements a row
     * @param out {@code [groups, channels]}
     */
    void sumRows(Buffer x, int groups, int rows, int channels, @Writes Buffer out);

    /**
     * indices[r] = the lowest c with the greatest x[r, c]; NaN is never the greatest, and a row without any has 0.
     *
     * @param x {@code [rows, columns]}
     * @param indices INT32 {@code [rows]}
     * @param rows number of rows
     * @param columns elements per row
     */
    void argMax(Buffer x, @Writes Buffer indices, int rows, int columns);

    /**
     * Gradients of y = max(p + bias, 0), where each row of p has the same bias, in one pass: dp = dy where y > 0, else 0,
     * and out[c] = sum over r of dp[r, c], in the order of {@link #sumRows}.
     *
     * @param y {@code [rows, channels]}
     * @param dy gradient of y
     * @param rows number of rows
     * @param channels elements a row
     * @param dp gradient of p; may be dy
     * @param out gradient of the bias, {@code [channels]}
     */
    void biasReluGradient(
            Buffer y, @SameAsOutput Buffer dy, int rows, int channels, @Writes Buffer dp, @Writes Buffer out);
}
