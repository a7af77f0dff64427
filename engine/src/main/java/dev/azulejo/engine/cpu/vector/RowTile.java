package dev.azulejo.engine.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tile for left panels by rows, {@code [depth / SLICE][ROWS][SLICE]}: slices of a row side by side, so that
 * packing is copying, and a constant apart. With a distance that is a parameter C2 reckons the address of every broadcast
 * anew, and on Intel's cores that takes the ports of the multiply-adds: 145 GFLOP/s of a possible 212 a core in place of 175.
 */
final class RowTile {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;
    private static final int COLUMNS = Tile.COLUMNS;
    private static final int SLICE = Tile.SLICE;
    private static final int LINE = Tile.LINE;
    /** Floats between touches of a right panel: a line, but never more than the panel has a step. */
    private static final int RIGHT_LINE = Math.min(LINE, COLUMNS);

    private static final boolean WIDE = Tile.WIDE;

    /** Says that nothing is to be touched ahead. */
    static final int NOTHING = -1;

    private RowTile() {}

    /**
     * c = a b, or c += a b, for one tile.
     *
     * <p>On the way it touches the left panel behind its own, and what {@code b} has at {@code ahead}: a line of each a step,
     * which the next tiles then find near. (Java has no instruction to fetch ahead; a load whose result nobody needs does
     * two thirds of that. The tiles of a Winograd convolution, one core: 121 to 140 GFLOP/s, of 160 with operands near.)
     *
     * @param a left panels, at least {@code depth} lines in all
     * @param aAt where the tile's begins
     * @param b right panel, {@code [depth][COLUMNS]}
     * @param bAt its first element
     * @param ahead where the part of a right panel begins that is touched; {@link #NOTHING} if neither is to be, which is
     *     5 to 16 % faster where many tiles share near panels
     * @param depth length of the inner products
     * @param c sums, {@code [ROWS][COLUMNS]}
     * @param cAt first of them
     * @param first whether c starts at zero
     * @return nothing of use: what keeps C2 from dropping the touches
     */
    static int multiply(
            float[] a, int aAt, float[] b, int bAt, int ahead, int depth, float[] c, int cAt, boolean first) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector l0 = zero;
        FloatVector r0 = zero;
        FloatVector l1 = zero;
        FloatVector r1 = zero;
        FloatVector l2 = zero;
        FloatVector r2 = zero;
        FloatVector l3 = zero;
        FloatVector r3 = zero;
        FloatVector l4 = zero;
        FloatVector r4 = zero;
        FloatVector l5 = zero;
        FloatVector r5 = zero;
        FloatVector l6 = zero;
        FloatVector r6 = zero;
        FloatVector l7 = zero;
        FloatVector r7 = zero;
        FloatVector l8 = zero;
        FloatVector r8 = zero;
        FloatVector l9 = zero;
        FloatVector r9 = zero;
        FloatVector l10 = zero;
        FloatVector r10 = zero;
        FloatVector l11 = zero;
        FloatVector r11 = zero;
        FloatVector l12 = zero;
        FloatVector r12 = zero;
        int behind = Math.min(aAt + Tile.panelByRows(depth), a.length - depth * LINE);
        int beyond = Math.min(ahead, b.length - depth * RIGHT_LINE);
        boolean touches = ahead != NOTHING;
        int touched = 0;
        for (int slice = 0; slice < depth; slice += SLICE) {
            int rows = aAt + slice * Tile.ROWS;
            int panel = bAt + slice * COLUMNS;
            int count = Math.min(SLICE, depth - slice);
            int nextLeft = behind + slice * LINE;
            int nextRight = beyond + slice * RIGHT_LINE;
            for (int p = 0; p < count; p++) {
                FloatVector left = FloatVector.fromArray(SPECIES, b, panel + p * COLUMNS);
                FloatVector right = FloatVector.fromArray(SPECIES, b, panel + p * COLUMNS + LANES);
                if (touches) { // The same for the whole call.
                    touched |= Float.floatToRawIntBits(b[nextRight + p * RIGHT_LINE]);
                    touched |= Float.floatToRawIntBits(a[nextLeft + p * LINE]);
                }
                FloatVector x;
                x = FloatVector.broadcast(SPECIES, a[rows + p]);
                l0 = x.fma(left, l0);
                r0 = x.fma(right, r0);
                x = FloatVector.broadcast(SPECIES, a[rows + 1 * SLICE + p]);
                l1 = x.fma(left, l1);
                r1 = x.fma(right, r1);
                x = FloatVector.broadcast(SPECIES, a[rows + 2 * SLICE + p]);
                l2 = x.fma(left, l2);
                r2 = x.fma(right, r2);
                x = FloatVector.broadcast(SPECIES, a[rows + 3 * SLICE + p]);
                l3 = x.fma(left, l3);
                r3 = x.fma(right, r3);
                x = FloatVector.broadcast(SPECIES, a[rows + 4 * SLICE + p]);
                l4 = x.fma(left, l4);
                r4 = x.fma(right, r4);
                x = FloatVector.broadcast(SPECIES, a[rows + 5 * SLICE + p]);
                l5 = x.fma(left, l5);
                r5 = x.fma(right, r5);
                if (WIDE) {
                    x = FloatVector.broadcast(SPECIES, a[rows + 6 * SLICE + p]);
                    l6 = x.fma(left, l6);
                    r6 = x.fma(right, r6);
                    x = FloatVector.broadcast(SPECIES, a[rows + 7 * SLICE + p]);
                    l7 = x.fma(left, l7);
                    r7 = x.fma(right, r7);
                    x = FloatVector.broadcast(SPECIES, a[rows + 8 * SLICE + p]);
                    l8 = x.fma(left, l8);
                    r8 = x.fma(right, r8);
                    x = FloatVector.broadcast(SPECIES, a[rows + 9 * SLICE + p]);
                    l9 = x.fma(left, l9);
                    r9 = x.fma(right, r9);
                    x = FloatVector.broadcast(SPECIES, a[rows + 10 * SLICE + p]);
                    l10 = x.fma(left, l10);
                    r10 = x.fma(right, r10);
                    x = FloatVector.broadcast(SPECIES, a[rows + 11 * SLICE + p]);
                    l11 = x.fma(left, l11);
                    r11 = x.fma(right, r11);
                    x = FloatVector.broadcast(SPECIES, a[rows + 12 * SLICE + p]);
                    l12 = x.fma(left, l12);
                    r12 = x.fma(right, r12);
                }
            }
        }
        if (!first) {
            l0 = l0.add(FloatVector.fromArray(SPECIES, c, cAt));
            r0 = r0.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
            l1 = l1.add(FloatVector.fromArray(SPECIES, c, cAt + COLUMNS));
            r1 = r1.add(FloatVector.fromArray(SPECIES, c, cAt + COLUMNS + LANES));
            l2 = l2.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * COLUMNS));
            r2 = r2.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * COLUMNS + LANES));
            l3 = l3.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * COLUMNS));
            r3 = r3.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * COLUMNS + LANES));
            l4 = l4.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * COLUMNS));
            r4 = r4.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * COLUMNS + LANES));
            l5 = l5.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * COLUMNS));
            r5 = r5.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * COLUMNS + LANES));
            if (WIDE) {
                l6 = l6.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * COLUMNS));
                r6 = r6.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * COLUMNS + LANES));
                l7 = l7.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * COLUMNS));
                r7 = r7.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * COLUMNS + LANES));
                l8 = l8.add(FloatVector.fromArray(SPECIES, c, cAt + 8 * COLUMNS));
                r8 = r8.add(FloatVector.fromArray(SPECIES, c, cAt + 8 * COLUMNS + LANES));
                l9 = l9.add(FloatVector.fromArray(SPECIES, c, cAt + 9 * COLUMNS));
                r9 = r9.add(FloatVector.fromArray(SPECIES, c, cAt + 9 * COLUMNS + LANES));
                l10 = l10.add(FloatVector.fromArray(SPECIES, c, cAt + 10 * COLUMNS));
                r10 = r10.add(FloatVector.fromArray(SPECIES, c, cAt + 10 * COLUMNS + LANES));
                l11 = l11.add(FloatVector.fromArray(SPECIES, c, cAt + 11 * COLUMNS));
                r11 = r11.add(FloatVector.fromArray(SPECIES, c, cAt + 11 * COLUMNS + LANES));
                l12 = l12.add(FloatVector.fromArray(SPECIES, c, cAt + 12 * COLUMNS));
                r12 = r12.add(FloatVector.fromArray(SPECIES, c, cAt + 12 * COLUMNS + LANES));
            }
        }
        l0.intoArray(c, cAt);
        r0.intoArray(c, cAt + LANES);
        l1.intoArray(c, cAt + COLUMNS);
        r1.intoArray(c, cAt + COLUMNS + LANES);
        l2.intoArray(c, cAt + 2 * COLUMNS);
        r2.intoArray(c, cAt + 2 * COLUMNS + LANES);
        l3.intoArray(c, cAt + 3 * COLUMNS);
        r3.intoArray(c, cAt + 3 * COLUMNS + LANES);
        l4.intoArray(c, cAt + 4 * COLUMNS);
        r4.intoArray(c, cAt + 4 * COLUMNS + LANES);
        l5.intoArray(c, cAt + 5 * COLUMNS);
        r5.intoArray(c, cAt + 5 * COLUMNS + LANES);
        if (WIDE) {
            l6.intoArray(c, cAt + 6 * COLUMNS);
            r6.intoArray(c, cAt + 6 * COLUMNS + LANES);
            l7.intoArray(c, cAt + 7 * COLUMNS);
            r7.intoArray(c, cAt + 7 * COLUMNS + LANES);
            l8.intoArray(c, cAt + 8 * COLUMNS);
            r8.intoArray(c, cAt + 8 * COLUMNS + LANES);
            l9.intoArray(c, cAt + 9 * COLUMNS);
            r9.intoArray(c, cAt + 9 * COLUMNS + LANES);
            l10.intoArray(c, cAt + 10 * COLUMNS);
            r10.intoArray(c, cAt + 10 * COLUMNS + LANES);
            l11.intoArray(c, cAt + 11 * COLUMNS);
            r11.intoArray(c, cAt + 11 * COLUMNS + LANES);
            l12.intoArray(c, cAt + 12 * COLUMNS);
            r12.intoArray(c, cAt + 12 * COLUMNS + LANES);
        }
        return touched;
    }
}
