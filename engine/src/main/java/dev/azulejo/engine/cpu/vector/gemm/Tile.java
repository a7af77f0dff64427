package dev.azulejo.engine.cpu.vector.gemm;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sizes of the register tile and of the blocks around it, fixed when the class is loaded so that C2 sees constants.
 *
 * <p>A tile is {@link #ROWS} x {@link #COLUMNS} sums held in registers: 13 x 2 vectors where there are 32 registers
 * (AVX-512, NEON), 6 x 2 where there are 16 (AVX2). Measured on one Zen 5 core at 512 bit, operands in L1: 14x32 236
 * GFLOP/s, 6x64 231, 12x32 227, 8x48 221, 28x16 213. The largest, 14, wastes 9 % on the 128 channels and powers of two
 * that networks are made of, 13 wastes 1.5 %; products of large matrices take the same time with either.
 */
public final class Tile {
    /** The species, see {@link Lanes}. */
    public static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;

    /** Floats a vector. */
    public static final int LANES = SPECIES.length();

    /** Whether there are 32 vector registers. */
    public static final boolean WIDE =
            LANES >= 16 || System.getProperty("os.arch", "").equals("aarch64");

    /** Rows of the register tile. */
    public static final int ROWS = WIDE ? 13 : 6;

    /** Columns of the register tile: two vectors. */
    public static final int COLUMNS = 2 * LANES;

    /** Sums of a tile. */
    public static final int SIZE = ROWS * COLUMNS;

    /** Floats between the columns of a left panel: the rows, and what makes them whole vectors. */
    public static final int PANEL = WIDE ? 16 : 8;

    /** Largest depth of a packed block: a right panel of this depth fits the first-level cache at every width. */
    static final int DEPTH = 256;

    /** Largest number of rows of a packed left block: 18 wide tiles or 39 narrow ones. */
    static final int BLOCK_ROWS = 234;

    /** Largest number of columns that one task computes. */
    static final int BLOCK_COLUMNS = 256;

    /** Floats of a cache line. */
    public static final int LINE = 16;

    /** Floats of a row that lie together in a left panel by rows, see {@link RowTile}. */
    public static final int SLICE = WIDE ? 64 : DEPTH;

    /** Floats between the rows of a slice; odd in cache lines where they would all fall into one set of the cache. */
    public static final int ROW = WIDE ? SLICE : SLICE + LINE;

    /** Most floats that the left panels of a block have, by rows or by columns. */
    static final int PANELS = Math.ceilDiv(BLOCK_ROWS, ROWS) * Math.max(panelByRows(DEPTH), DEPTH * PANEL);

    private Tile() {}

    /** Floats between the left panels, by rows, of a block of some depth. */
    public static int panelByRows(int depth) {
        return Math.ceilDiv(depth, SLICE) * ROWS * ROW;
    }

    /** {@return where row {@code i} begins in left panels by rows, {@code panel} floats each} */
    public static int rowAt(int i, int panel) {
        return i / ROWS * panel + i % ROWS * ROW;
    }

    public static int roundUp(int value, int multiple) {
        return Math.ceilDiv(value, multiple) * multiple;
    }
}
