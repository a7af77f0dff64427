package dev.azulejo.engine.cpu.vector.gemm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies into packed blocks and panels. */
public final class Copy {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;
    private static final int COLUMNS = Tile.COLUMNS;
    private static final int SLICE = Tile.SLICE;

    /** Depth of the pieces in which panels are transposed: a cache line of every column at a time. */
    private static final int PIECE = 16;

    private Copy() {}

    /** Copies rows of {@code depth} floats, {@code fromStride} apart, into left panels by rows. */
    public static void panelsByRows(
            float[] from, int fromAt, int fromStride, float[] to, int toAt, int rows, int depth) {
        int panel = Tile.panelByRows(depth);
        for (int i = 0; i < rows; i++) {
            int source = fromAt + i * fromStride;
            int target = toAt + Tile.rowAt(i, panel);
            for (int p = 0; p < depth; p += SLICE) {
                int count = Math.min(SLICE, depth - p);
                if (count == SLICE) {
                    for (int j = 0; j < SLICE; j += LANES) {
                        FloatVector.fromArray(SPECIES, from, source + p + j).intoArray(to, target + j);
                    }
                } else {
                    System.arraycopy(from, source + p, to, target, count);
                }
                target += Tile.ROWS * Tile.ROW;
            }
        }
    }

    /**
     * Copies {@code depth} columns of {@code rows} floats, {@code fromStride} apart, into left panels by columns. Rows that
     * no tile has are whatever lies behind.
     */
    public static void panelsByColumns(
            float[] from, int fromAt, int fromStride, float[] to, int toAt, int rows, int depth) {
        int at = toAt;
        for (int i = 0; i < rows; i += Tile.ROWS) {
            for (int p = 0; p < depth; p++) {
                int source = fromAt + p * fromStride + i;
                if (source + Tile.PANEL <= from.length) {
                    for (int j = 0; j < Tile.PANEL; j += LANES) {
                        FloatVector.fromArray(SPECIES, from, source + j).intoArray(to, at + j);
                    }
                } else {
                    System.arraycopy(from, source, to, at, from.length - source);
                }
                at += Tile.PANEL;
            }
        }
    }

    /** Copies rows of at most {@link Tile#COLUMNS} floats to rows of exactly so many, filled up with zeros. */
    static void panel(float[] from, int fromAt, int fromStride, float[] to, int toAt, int rows, int columns) {
        if (columns == COLUMNS) {
            for (int p = 0; p < rows; p++) {
                int at = fromAt + p * fromStride;
                FloatVector.fromArray(SPECIES, from, at).intoArray(to, toAt + p * COLUMNS);
                FloatVector.fromArray(SPECIES, from, at + LANES).intoArray(to, toAt + p * COLUMNS + LANES);
            }
        } else {
            for (int p = 0; p < rows; p++) {
                System.arraycopy(from, fromAt + p * fromStride, to, toAt + p * COLUMNS, columns);
                Arrays.fill(to, toAt + p * COLUMNS + columns, toAt + (p + 1) * COLUMNS, 0);
            }
        }
    }

    /** The same from the transpose: {@code to[p][j] = from[j * fromStride + p]}. */
    public static void transposedPanel(
            float[] from, int fromAt, int fromStride, float[] to, int toAt, int rows, int columns) {
        if (columns < COLUMNS) {
            Arrays.fill(to, toAt, toAt + rows * COLUMNS, 0);
        }
        for (int p0 = 0; p0 < rows; p0 += PIECE) {
            int count = Math.min(PIECE, rows - p0);
            for (int j = 0; j < columns; j++) {
                int source = fromAt + j * fromStride + p0;
                int target = toAt + p0 * COLUMNS + j;
                for (int p = 0; p < count; p++) {
                    to[target + p * COLUMNS] = from[source + p];
                }
            }
        }
    }

    /** to += from. */
    static void add(float[] to, int toAt, float[] from, int fromAt, int count) {
        int vectors = SPECIES.loopBound(count);
        for (int j = 0; j < vectors; j += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, to, toAt + j);
            sum.add(FloatVector.fromArray(SPECIES, from, fromAt + j)).intoArray(to, toAt + j);
        }
        for (int j = vectors; j < count; j++) {
            to[toAt + j] += from[fromAt + j];
        }
    }
}
