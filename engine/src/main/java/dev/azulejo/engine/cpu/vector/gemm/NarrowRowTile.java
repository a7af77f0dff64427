package dev.azulejo.engine.cpu.vector.gemm;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowTile} where there are 16 registers: 12 sums, two registers of the right panel, and two for the left one.
 *
 * <p>Between the rows stands a fence for loads, which is no instruction where there are 16 registers (x86). Without it C2
 * loads all rows ahead, runs out of registers and keeps sums in memory: 55 GFLOP/s of a possible 130 a core instead of
 * 125. The loop is not cut into slices as the wide one's, for C2 then has two copies of every sum: 40.
 */
public final class NarrowRowTile {
    private static final VectorSpecies<Float> SPECIES = Tile.SPECIES;
    private static final int LANES = Tile.LANES;
    private static final int COLUMNS = Tile.COLUMNS;
    private static final int ROW = Tile.ROW;

    private NarrowRowTile() {}

    /** {@link RowTile#multiply} of one slice, touching nothing. */
    static void multiply(float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, boolean first) {
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
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt + p * COLUMNS);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + p * COLUMNS + LANES);
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, a[aAt + p]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[aAt + ROW + p]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[aAt + 2 * ROW + p]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[aAt + 3 * ROW + p]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[aAt + 4 * ROW + p]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[aAt + 5 * ROW + p]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
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
    }
}
