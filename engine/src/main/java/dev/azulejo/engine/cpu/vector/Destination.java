package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Where the rows of a product go and what is done to them on the way.
 *
 * @param out array written
 * @param rows where row i starts
 * @param bias one a column, or null
 * @param relu whether to apply max(y, 0)
 * @param residual added last, laid out as out, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
record Destination(float[] out, RowMap rows, float[] bias, boolean relu, float[] residual) {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;

    /** Where row i of a product starts in the output. */
    @FunctionalInterface
    interface RowMap {
        /**
         * Where a row starts.
         *
         * @param row the row
         * @return its first element
         */
        int at(int row);
    }

    static Destination of(float[] out, RowMap rows, Epilogue epilogue) {
        return new Destination(out, rows, floats(epilogue.bias()), epilogue.relu(), floats(epilogue.residual()));
    }

    /** Stores rows of {@code columns} floats one after the other, as they are. */
    static Destination plain(float[] out, int columns) {
        return new Destination(out, dense(0, columns), null, false, null);
    }

    /** Rows one after the other from a first element on. */
    static RowMap dense(int at, int columns) {
        return row -> at + row * columns;
    }

    /**
     * Stores rows m0 to m1 and columns n0 to n1 of a product from its tiles.
     *
     * @param sums {@code [panel][tile][ROWS][COLUMNS]}
     * @param tiles number of tiles a panel
     */
    void storeTiles(float[] sums, int tiles, int m0, int m1, int n0, int n1) {
        for (int i = m0; i < m1; i++) {
            int at = (i - m0) * Tile.COLUMNS; // As many floats as the rows above it have, whatever tile they are of.
            for (int j = n0; j < n1; j += Tile.COLUMNS) {
                storeRow(sums, at, i, j, Math.min(n1, j + Tile.COLUMNS));
                at += tiles * Tile.SIZE;
            }
        }
    }

    /** Stores rows m0 to m1 and columns n0 to n1 of a product from sums whose rows are {@code stride} apart. */
    void store(float[] sums, int stride, int m0, int m1, int n0, int n1) {
        for (int i = m0; i < m1; i++) {
            storeRow(sums, (i - m0) * stride, i, n0, n1);
        }
    }

    /** Stores columns n0 to n1 of one row from sums at an offset. */
    void storeRow(float[] sums, int at, int row, int n0, int n1) {
        storeRow(sums, at, bias, n0, relu, residual, out, rows.at(row) + n0, n1 - n0);
    }

    /** y = sums + bias, max(y, 0), + residual, for one row. */
    private static void storeRow(
            float[] sums,
            int at,
            float[] bias,
            int biasAt,
            boolean relu,
            float[] residual,
            float[] out,
            int outAt,
            int count) {
        int vectors = SPECIES.loopBound(count);
        for (int j = 0; j < vectors; j += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, sums, at + j);
            if (bias != null) {
                y = y.add(FloatVector.fromArray(SPECIES, bias, biasAt + j));
            }
            if (relu) {
                y = y.max(0);
            }
            if (residual != null) {
                y = y.add(FloatVector.fromArray(SPECIES, residual, outAt + j));
            }
            y.intoArray(out, outAt + j);
        }
        for (int j = vectors; j < count; j++) {
            float y = sums[at + j];
            if (bias != null) {
                y += bias[biasAt + j];
            }
            if (relu) {
                y = Math.max(y, 0);
            }
            if (residual != null) {
                y += residual[outAt + j];
            }
            out[outAt + j] = y;
        }
    }
}
