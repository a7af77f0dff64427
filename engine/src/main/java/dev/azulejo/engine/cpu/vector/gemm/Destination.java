package dev.azulejo.engine.cpu.vector.gemm;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The destination of a product's rows, and what is done to them on the way.
 *
 * @param out array written
 * @param rows where each row goes
 * @param bias one per column, or null
 * @param relu whether to apply max(y, 0)
 * @param residual added last, laid out as out, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
public record Destination(float[] out, RowMap rows, float[] bias, boolean relu, float[] residual) {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;

    public static Destination of(float[] out, RowMap rows, Epilogue epilogue) {
        return new Destination(out, rows, floats(epilogue.bias()), epilogue.relu(), floats(epilogue.residual()));
    }

    /** Stores rows of {@code columns} floats one after the other, as they are. */
    public static Destination plain(float[] out, int columns) {
        return new Destination(out, RowMap.rows(0, columns), null, false, null);
    }

    /**
     * Stores rows m0 to m1 and columns n0 to n1 of a product from its tiles: each row from its first column to its last,
     * as memory likes it (a panel at a time took a quarter longer for a 1x1 convolution with a residual).
     *
     * @param sums {@code [panel][tile][ROWS][COLUMNS]}, from {@link Scratch#START} on
     * @param tiles number of tiles per panel
     */
    void storeTiles(float[] sums, int tiles, int m0, int m1, int n0, int n1) {
        int together = rows.isDense() ? Tile.ROWS : 1;
        int gap = tiles * Tile.SIZE - Tile.COLUMNS;
        for (int i = m0; i < m1; i += together) {
            // As many floats on as the rows above it have, whatever tile they are of.
            int at = Scratch.START + (i - m0) * Tile.COLUMNS;
            int to = rows.at(i);
            int lines = Math.min(together, m1 - i);
            store(sums, at, Tile.COLUMNS, 0, gap, to + n0, rows.pixel(), 0, lines, 1, n0, n1 - n0);
        }
    }

    /** Stores rows m0 to m1 and columns n0 to n1 of a product from sums whose rows are {@code stride} apart. */
    void store(float[] sums, int stride, int m0, int m1, int n0, int n1) {
        for (int i = m0; i < m1; i++) {
            storeRow(sums, (i - m0) * stride, i, n0, n1);
        }
    }

    /** Stores columns n0 to n1 of one row from sums at an offset. */
    public void storeRow(float[] sums, int at, int row, int n0, int n1) {
        store(sums, at, 0, 0, 0, rows.at(row) + n0, 0, 0, 1, 1, n0, n1 - n0);
    }

    /**
     * Stores columns n0 to n1 of neighbouring pixels, the first of which is (y, x) of image n.
     *
     * @param pixels what to store
     * @param at the first of it
     * @param line floats between the lines of pixels
     * @param pixel floats between the pixels of a line
     * @param panel floats between the panels of {@link Tile#COLUMNS} channels
     */
    public void storePixels(
            float[] pixels,
            int at,
            int line,
            int pixel,
            int panel,
            int n,
            int y,
            int x,
            int lines,
            int columns,
            int n0,
            int n1) {
        int to = rows.at(n, y, x) + n0;
        store(
                pixels,
                at,
                line,
                pixel,
                panel - Tile.COLUMNS,
                to,
                rows.line(),
                rows.pixel(),
                lines,
                columns,
                n0,
                n1 - n0);
    }

    private void store(
            float[] sums,
            int at,
            int line,
            int pixel,
            int gap,
            int toAt,
            int toLine,
            int toPixel,
            int lines,
            int columns,
            int n0,
            int count) {
        store(sums, at, line, pixel, gap, out, toAt, toLine, toPixel, lines, columns, bias, n0, relu, residual, count);
    }

    /**
     * y = sums + bias, max(y, 0), + residual, for some lines of some pixels of {@code count} channels. Sums of each
     * {@link Tile#COLUMNS} channels lie {@code gap} floats behind those before.
     */
    private static void store(
            float[] sums,
            int at,
            int line,
            int pixel,
            int gap,
            float[] out,
            int toAt,
            int toLine,
            int toPixel,
            int lines,
            int columns,
            float[] bias,
            int biasAt,
            boolean relu,
            float[] residual,
            int count) {
        int vectors = SPECIES.loopBound(count);
        for (int i = 0; i < lines; i++) {
            for (int j = 0; j < columns; j++) {
                int from = at + i * line + j * pixel;
                int to = toAt + i * toLine + j * toPixel;
                for (int c = 0; c < vectors; c += LANES) {
                    FloatVector y = FloatVector.fromArray(SPECIES, sums, from + c + c / Tile.COLUMNS * gap);
                    if (bias != null) {
                        y = y.add(FloatVector.fromArray(SPECIES, bias, biasAt + c));
                    }
                    if (relu) {
                        y = y.max(0);
                    }
                    if (residual != null) {
                        y = y.add(FloatVector.fromArray(SPECIES, residual, to + c));
                    }
                    y.intoArray(out, to + c);
                }
                for (int c = vectors; c < count; c++) {
                    float y = sums[from + c + c / Tile.COLUMNS * gap];
                    if (bias != null) {
                        y += bias[biasAt + c];
                    }
                    if (relu) {
                        y = Math.max(y, 0);
                    }
                    if (residual != null) {
                        y += residual[to + c];
                    }
                    out[to + c] = y;
                }
            }
        }
    }
}
