package dev.azulejo.engine.cpu.vector.gemm;

/**
 * The register tile for left panels by rows, {@code [depth / SLICE][ROWS][ROW]}: slices of a row side by side, so that
 * packing is copying, and a constant apart. With a distance that is a parameter C2 computes the address of every broadcast
 * again, and on Intel's cores that takes the ports of the multiply-adds: 145 GFLOP/s of a possible 212 per core, not 175.
 */
public final class RowTile {
    /** Says that nothing is to be touched ahead. */
    public static final int NOTHING = -1;

    private RowTile() {}

    /**
     * c = a b, or c += a b, for one tile.
     *
     * @param a left panels, at least {@code depth} lines in all
     * @param aAt where the tile's begins
     * @param b right panel, {@code [depth][COLUMNS]}
     * @param bAt its first element
     * @param ahead where the part of a right panel begins that is touched, see {@link WideRowTile}; {@link #NOTHING} if
     *     nothing is to be, which is 5 to 16 % faster where many tiles share near panels
     * @param depth length of the inner products
     * @param c sums, {@code [ROWS][COLUMNS]}
     * @param cAt first of them
     * @param first whether c starts at zero
     * @return nothing of use: what keeps C2 from dropping the touches
     */
    public static int multiply(
            float[] a, int aAt, float[] b, int bAt, int ahead, int depth, float[] c, int cAt, boolean first) {
        if (Tile.WIDE) {
            return WideRowTile.multiply(a, aAt, b, bAt, ahead, depth, c, cAt, first);
        }
        int slice = 0;
        do {
            int count = Math.min(Tile.SLICE, depth - slice);
            NarrowRowTile.multiply(
                    a,
                    aAt + slice / Tile.SLICE * Tile.ROWS * Tile.ROW,
                    b,
                    bAt + slice * Tile.COLUMNS,
                    count,
                    c,
                    cAt,
                    first && slice == 0);
            slice += Tile.SLICE;
        } while (slice < depth);
        return 0;
    }
}
