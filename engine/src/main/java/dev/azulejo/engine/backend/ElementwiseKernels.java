package dev.azulejo.engine.backend;

/** Kernels whose every output element depends on the elements in the same place; an output may be one of the inputs. */
public interface ElementwiseKernels {
    /**
     * out = f(x).
     *
     * @param f the function
     * @param x {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void unary(UnaryFunction f, @SameAsOutput Buffer x, @Writes Buffer out, int n);

    /**
     * dx = f'(x) dy.
     *
     * @param f the function
     * @param a {@code [n]}, its value or its argument, as {@link UnaryFunction#derivativeOfValue} says
     * @param dy {@code [n]}, gradient of the value
     * @param dx {@code [n]}, gradient of the argument
     * @param n number of elements
     */
    void unaryGradient(UnaryFunction f, @SameAsOutput Buffer a, @SameAsOutput Buffer dy, @Writes Buffer dx, int n);

    /**
     * out = f(a, b).
     *
     * @param f the function
     * @param a {@code [n]}
     * @param b {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void binary(BinaryFunction f, @SameAsOutput Buffer a, @SameAsOutput Buffer b, @Writes Buffer out, int n);

    /**
     * out = alpha a + beta b.
     *
     * @param alpha factor of a
     * @param a {@code [n]}
     * @param beta factor of b
     * @param b {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void linear(float alpha, @SameAsOutput Buffer a, float beta, @SameAsOutput Buffer b, @Writes Buffer out, int n);

    /**
     * out = factor x.
     *
     * @param factor the factor
     * @param x {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void scale(float factor, @SameAsOutput Buffer x, @Writes Buffer out, int n);

    /**
     * out = factor s x, with the scalar s in a buffer: how a loss's gradient reaches a tensor without a host read.
     *
     * @param factor the factor
     * @param s {@code [1]}
     * @param x {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void scaleBy(float factor, Buffer s, @SameAsOutput Buffer x, @Writes Buffer out, int n);

    /**
     * Broadcasts one vector per group over its rows: out[g, r, c] = f(x[g, r, c], v[g, c]). A bias is one group; a number per
     * row is as many groups as there are rows, of one channel.
     *
     * @param f the function
     * @param x {@code [groups, rows, channels]}
     * @param v {@code [groups, channels]}
     * @param out {@code [groups, rows, channels]}; may be x
     * @param groups number of vectors
     * @param rows rows per group
     * @param channels elements per row
     */
    void broadcast(
            BinaryFunction f, @SameAsOutput Buffer x, Buffer v, @Writes Buffer out, int groups, int rows, int channels);

    /**
     * out = a where the condition is not 0, else b.
     *
     * @param condition {@code [n]}
     * @param a {@code [n]}
     * @param b {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void where(
            @SameAsOutput Buffer condition, @SameAsOutput Buffer a, @SameAsOutput Buffer b, @Writes Buffer out, int n);

    /**
     * out = x as floats, rounded to the nearest where they have too many digits.
     *
     * @param x INT32 {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     */
    void toFloats(Buffer x, @Writes Buffer out, int n);

    /**
     * out = x without what follows its decimal point.
     *
     * @param x {@code [n]}, between -2^31 and 2^31
     * @param out INT32 {@code [n]}
     * @param n number of elements
     */
    void toInts(Buffer x, @Writes Buffer out, int n);

    /**
     * The gate of the gated PixelCNN: out = tanh(a) sigmoid(b), where a row of x is a's channels and then b's
     * (van den Oord et al. 2016, arXiv 1606.05328, equation 2).
     *
     * @param x {@code [rows, 2 channels]}
     * @param out {@code [rows, channels]}; not x
     * @param rows number of rows
     * @param channels channels of the output
     */
    void gate(Buffer x, @Writes Buffer out, int rows, int channels);

    /**
     * Gradient of {@link #gate}.
     *
     * @param x {@code [rows, 2 channels]}, its argument
     * @param dy {@code [rows, channels]}
     * @param dx {@code [rows, 2 channels]}; neither x nor dy
     * @param rows number of rows
     * @param channels channels of dy
     */
    void gateGradient(Buffer x, Buffer dy, @Writes Buffer dx, int rows, int channels);

    /**
     * Inverted dropout (Srivastava et al. 2014): an element is kept with probability 1 - rate and divided by it, else 0.
     * The mask is a function of (key, stream, index) alone, so that the same call on dy is the gradient.
     *
     * <p>Element i is kept when the 24-bit uniform of Philox4x32-10 word {@code i % 4} of the counter
     * {@code (i / 4, stream, key[2], 0)} under the key {@code (key[0], key[1])} is at least {@code rate}. Where the
     * elements are part {@code key[3]} of a whole, i counts from {@code key[3] n}.
     *
     * @param x {@code [n]}
     * @param out {@code [n]}
     * @param n number of elements
     * @param rate probability of dropping, in [0, 1)
     * @param stream which dropout of the program this is
     * @param key INT32 {@code [4]}: seed (low, high), step, and which part of a whole the elements are, 0 where they are all
     */
    void dropout(@SameAsOutput Buffer x, @Writes Buffer out, int n, float rate, int stream, Buffer key);
}
