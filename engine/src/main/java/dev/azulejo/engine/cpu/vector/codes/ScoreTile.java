package dev.azulejo.engine.cpu.vector.codes;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.gemm.NarrowRowTile;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;

/**
 * The inner products of some vectors with two registers of codes: the register tile of the nearest-code search. For the
 * fences see {@link NarrowRowTile}.
 */
public final class ScoreTile {
    /** Vectors a tile. */
    static final int ROWS = Tile.WIDE ? 8 : 5;

    /** Codes per tile. */
    static final int CODES = 2 * Lanes.COUNT;

    private static final boolean WIDE = Tile.WIDE;

    private ScoreTile() {}

    /**
     * scores[i, j] = z[i] . code[j].
     *
     * @param z vectors, row-major
     * @param zAt the first of {@link #ROWS}
     * @param stride from one vector to the next, or 0 to repeat the first
     * @param dimension elements a vector
     * @param panel codes, {@code [dimension, CODES]}
     * @param panelAt where the panel begins
     * @param scores {@code [ROWS, CODES]}
     */
    public static void multiply(
            float[] z, int zAt, int stride, int dimension, float[] panel, int panelAt, float[] scores) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector a1 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b1 = a1;
        FloatVector a2 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b2 = a2;
        FloatVector a3 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b3 = a3;
        FloatVector a4 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b4 = a4;
        FloatVector a5 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b5 = a5;
        FloatVector a6 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b6 = a6;
        FloatVector a7 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b7 = a7;
        for (int d = 0; d < dimension; d++) {
            FloatVector c0 = FloatVector.fromArray(Lanes.FLOATS, panel, panelAt + d * CODES);
            FloatVector c1 = FloatVector.fromArray(Lanes.FLOATS, panel, panelAt + d * CODES + Lanes.COUNT);
            FloatVector z0 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + d]);
            a0 = z0.fma(c0, a0);
            b0 = z0.fma(c1, b0);
            if (!WIDE) {
                VarHandle.loadLoadFence();
            }
            FloatVector z1 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + stride + d]);
            a1 = z1.fma(c0, a1);
            b1 = z1.fma(c1, b1);
            if (!WIDE) {
                VarHandle.loadLoadFence();
            }
            FloatVector z2 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 2 * stride + d]);
            a2 = z2.fma(c0, a2);
            b2 = z2.fma(c1, b2);
            if (!WIDE) {
                VarHandle.loadLoadFence();
            }
            FloatVector z3 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 3 * stride + d]);
            a3 = z3.fma(c0, a3);
            b3 = z3.fma(c1, b3);
            if (!WIDE) {
                VarHandle.loadLoadFence();
            }
            FloatVector z4 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 4 * stride + d]);
            a4 = z4.fma(c0, a4);
            b4 = z4.fma(c1, b4);
            if (WIDE) {
                FloatVector z5 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 5 * stride + d]);
                a5 = z5.fma(c0, a5);
                b5 = z5.fma(c1, b5);
                FloatVector z6 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 6 * stride + d]);
                a6 = z6.fma(c0, a6);
                b6 = z6.fma(c1, b6);
                FloatVector z7 = FloatVector.broadcast(Lanes.FLOATS, z[zAt + 7 * stride + d]);
                a7 = z7.fma(c0, a7);
                b7 = z7.fma(c1, b7);
            }
        }
        a0.intoArray(scores, 0);
        b0.intoArray(scores, Lanes.COUNT);
        a1.intoArray(scores, CODES);
        b1.intoArray(scores, CODES + Lanes.COUNT);
        a2.intoArray(scores, 2 * CODES);
        b2.intoArray(scores, 2 * CODES + Lanes.COUNT);
        a3.intoArray(scores, 3 * CODES);
        b3.intoArray(scores, 3 * CODES + Lanes.COUNT);
        a4.intoArray(scores, 4 * CODES);
        b4.intoArray(scores, 4 * CODES + Lanes.COUNT);
        if (WIDE) {
            a5.intoArray(scores, 5 * CODES);
            b5.intoArray(scores, 5 * CODES + Lanes.COUNT);
            a6.intoArray(scores, 6 * CODES);
            b6.intoArray(scores, 6 * CODES + Lanes.COUNT);
            a7.intoArray(scores, 7 * CODES);
            b7.intoArray(scores, 7 * CODES + Lanes.COUNT);
        }
    }
}
