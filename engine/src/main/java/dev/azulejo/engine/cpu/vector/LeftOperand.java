package dev.azulejo.engine.cpu.vector;

/** The left matrix of a product, wherever it lives: something that can copy a part of itself into a packed block. */
interface LeftOperand {
    /**
     * Whether a packed block is stored by columns, for {@link ColumnTile}, and not by rows, for {@link RowTile}.
     *
     * @return whether a packed block is {@code [depth][STRIDE]} and not {@code [rows][STRIDE]}
     */
    boolean byColumns();

    /**
     * Copies rows m0 to m1 and columns k0 to k1.
     *
     * @param to block; rows or columns start {@link Tile#STRIDE} apart at its first element
     * @param m0 first row
     * @param m1 one after the last row
     * @param k0 first column
     * @param k1 one after the last column
     */
    void pack(float[] to, int m0, int m1, int k0, int k1);

    /** A matrix stored by rows. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
    record Rows(float[] a, int at, int stride) implements LeftOperand {
        @Override
        public boolean byColumns() {
            return false;
        }

        @Override
        public void pack(float[] to, int m0, int m1, int k0, int k1) {
            Copy.matrix(a, at + m0 * stride + k0, stride, to, m1 - m0, k1 - k0);
        }
    }

    /** A matrix stored by columns, that is, its transpose stored by rows. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
    record Columns(float[] a, int at, int stride) implements LeftOperand {
        @Override
        public boolean byColumns() {
            return true;
        }

        @Override
        public void pack(float[] to, int m0, int m1, int k0, int k1) {
            Copy.matrix(a, at + k0 * stride + m0, stride, to, k1 - k0, m1 - m0);
        }
    }
}
