package dev.azulejo.engine.cpu.vector.gemm;

/** The right matrix of a product: something that can copy a part of itself into a packed panel. */
public interface RightOperand {
    /**
     * Copies rows k0 to k1 of the columns n0 to n1, at most {@link Tile#COLUMNS}; columns that are missing become zero.
     *
     * @param to panel {@code [k1 - k0][COLUMNS]}
     * @param toAt its first element
     * @param k0 first row
     * @param k1 one after the last row
     * @param n0 first column
     * @param n1 one after the last column
     */
    void pack(float[] to, int toAt, int k0, int k1, int n0, int n1);

    /** A matrix stored by rows. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
    record Rows(float[] b, int at, int stride) implements RightOperand {
        @Override
        public void pack(float[] to, int toAt, int k0, int k1, int n0, int n1) {
            Copy.panel(b, at + k0 * stride + n0, stride, to, toAt, k1 - k0, n1 - n0);
        }
    }

    /** A matrix stored by columns, that is, its transpose stored by rows. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
    record Columns(float[] b, int at, int stride) implements RightOperand {
        @Override
        public void pack(float[] to, int toAt, int k0, int k1, int n0, int n1) {
            Copy.transposedPanel(b, at + n0 * stride + k0, stride, to, toAt, k1 - k0, n1 - n0);
        }
    }
}
