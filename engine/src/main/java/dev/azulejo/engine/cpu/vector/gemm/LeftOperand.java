package dev.azulejo.engine.cpu.vector.gemm;

import dev.azulejo.engine.cpu.vector.base.Scratch;

/** The left matrix of a product, wherever it lives: something that can copy a part of itself into left panels. */
public interface LeftOperand {
    /** {@return whether the panels are by columns, for {@link ColumnTile}, and not by rows, for {@link RowTile}} */
    boolean byColumns();

    /**
     * Copies rows m0 to m1 and columns k0 to k1.
     *
     * @param scratch for whatever it takes
     * @param to panels, one for each tile of rows
     * @param toAt their first element
     * @param m0 first row
     * @param m1 one after the last row
     * @param k0 first column
     * @param k1 one after the last column
     */
    void pack(Scratch scratch, float[] to, int toAt, int m0, int m1, int k0, int k1);

    /** A matrix stored by rows. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
    record Rows(float[] a, int at, int stride) implements LeftOperand {
        @Override
        public boolean byColumns() {
            return false;
        }

        @Override
        public void pack(Scratch scratch, float[] to, int toAt, int m0, int m1, int k0, int k1) {
            Copy.panelsByRows(a, at + m0 * stride + k0, stride, to, toAt, m1 - m0, k1 - k0);
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
        public void pack(Scratch scratch, float[] to, int toAt, int m0, int m1, int k0, int k1) {
            Copy.panelsByColumns(a, at + k0 * stride + m0, stride, to, toAt, m1 - m0, k1 - k0);
        }
    }
}
