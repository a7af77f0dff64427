package dev.azulejo.engine.cpu.vector.gemm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowTile} where there are 32 registers.
 *
 * <p>One loop over all slices, though C2 then checks the first and the last broadcast of a step against the array's end:
 * with a loop for the slices around it C2 had two copies of every sum, ran out of registers, and kept some of them in memory
 * as soon as calls that touch and calls that do not had met: 198 GFLOP/s instead of 255 on one Zen 5 core.
 *
 * <p>On the way it touches the left panel behind its own, and what {@code b} has at {@code ahead}: a line of each a step,
 * which the next tiles then find near. (Java has no instruction to fetch ahead; a load whose result nobody needs does
 * two thirds of that. The tiles of a Winograd convolution, one core: 121 to 140 GFLOP/s, of 160 with operands near.)
 */
public final class WideRowTile {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;
    private static final int COLUMNS = Tile.COLUMNS;
    private static final int SLICE = Tile.SLICE;
    private static final int ROW = Tile.ROW;
    private static final int LINE = Tile.LINE;
    /** Floats between touches of a right panel: a line, but never more than the panel has a step. */
    private static final int RIGHT_LINE = Math.min(LINE, COLUMNS);

    private WideRowTile() {}

    /** {@link RowTile#multiply}. */
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
        boolean touches = ahead != RowTile.NOTHING;
        int touched = 0;
        for (int p = 0; p < depth; p++) {
            int row = aAt + p + (p & -SLICE) * (Tile.ROWS - 1);
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt + p * COLUMNS);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + p * COLUMNS + LANES);
            if (touches) { // The same for the whole call.
                touched |= Float.floatToRawIntBits(b[beyond + p * RIGHT_LINE]);
                touched |= Float.floatToRawIntBits(a[behind + p * LINE]);
            }
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, a[row]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[row + ROW]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[row + 2 * ROW]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[row + 3 * ROW]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[row + 4 * ROW]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[row + 5 * ROW]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[row + 6 * ROW]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[row + 7 * ROW]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[row + 8 * ROW]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[row + 9 * ROW]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
            x = FloatVector.broadcast(SPECIES, a[row + 10 * ROW]);
            l10 = x.fma(left, l10);
            r10 = x.fma(right, r10);
            x = FloatVector.broadcast(SPECIES, a[row + 11 * ROW]);
            l11 = x.fma(left, l11);
            r11 = x.fma(right, r11);
            x = FloatVector.broadcast(SPECIES, a[row + 12 * ROW]);
            l12 = x.fma(left, l12);
            r12 = x.fma(right, r12);
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
        return touched;
    }
}
