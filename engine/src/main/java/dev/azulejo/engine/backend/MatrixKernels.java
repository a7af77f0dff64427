package dev.azulejo.engine.backend;

/** Matrix products. */
public interface MatrixKernels {
    /**
     * For each b of the batch: out_b = op(A_b) op(B_b), then the epilogue, where op transposes if asked.
     *
     * @param a {@code [batch, m, k]}, or {@code [batch, k, m]} if transposed
     * @param b {@code [batch, k, n]}, or {@code [batch, n, k]} if transposed
     * @param epilogue what to do before storing; its bias is {@code [n]}
     * @param out {@code [batch, m, n]}
     * @param shape the sizes
     */
    void multiply(Buffer a, Buffer b, Epilogue epilogue, @Writes Buffer out, Shape shape);

    /**
     * Sizes of a batch of products.
     *
     * @param batch number of products
     * @param m rows of the result
     * @param n columns of the result
     * @param k length of the inner products
     * @param transposeA whether a is stored as {@code [k, m]}
     * @param transposeB whether b is stored as {@code [n, k]}
     */
    record Shape(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {}
}
