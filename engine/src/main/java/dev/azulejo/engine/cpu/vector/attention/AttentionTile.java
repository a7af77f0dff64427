package dev.azulejo.engine.cpu.vector.attention;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.gemm.Product;
import jdk.incubator.vector.FloatVector;

/**
 * Products of attention's small operands, which lie in scratch with whole registers and whole tiles: where a head has 12
 * channels, packing them as {@link Product} does costs more than the product. Eight sums at a time hide the latency of a
 * multiply-add and leave room in 16 registers.
 */
public final class AttentionTile {
    /** Rows of the result come in multiples of this. */
    static final int ROWS = 4;

    private AttentionTile() {}

    /**
     * out = a b, or out += a b, where an element of a is at {@code aAt + row * aRow + depth * aStep}.
     *
     * @param b {@code [depth][bRow]}
     * @param out {@code [rows][outRow]}
     * @param rows a multiple of {@link #ROWS}, and of twice that where columns are an odd number of registers
     * @param columns a multiple of {@link Lanes#COUNT}
     */
    static void multiply(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] out,
            int outAt,
            int outRow,
            int rows,
            int columns,
            int depth,
            boolean add) {
        int j = 0;
        for (; j + 2 * Lanes.COUNT <= columns; j += 2 * Lanes.COUNT) {
            for (int i = 0; i < rows; i += ROWS) {
                wide(a, aAt + i * aRow, aRow, aStep, b, bAt + j, bRow, out, outAt + i * outRow + j, outRow, depth, add);
            }
        }
        if (j < columns) {
            for (int i = 0; i < rows; i += 2 * ROWS) {
                tall(a, aAt + i * aRow, aRow, aStep, b, bAt + j, bRow, out, outAt + i * outRow + j, outRow, depth, add);
            }
        }
    }

    /** Four rows of two registers. */
    private static void wide(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] out,
            int c0,
            int outRow,
            int depth,
            boolean add) {
        int c1 = c0 + outRow;
        int c2 = c1 + outRow;
        int c3 = c2 + outRow;
        FloatVector s00 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        if (add) {
            s00 = FloatVector.fromArray(Lanes.FLOATS, out, c0);
            s01 = FloatVector.fromArray(Lanes.FLOATS, out, c0 + Lanes.COUNT);
            s10 = FloatVector.fromArray(Lanes.FLOATS, out, c1);
            s11 = FloatVector.fromArray(Lanes.FLOATS, out, c1 + Lanes.COUNT);
            s20 = FloatVector.fromArray(Lanes.FLOATS, out, c2);
            s21 = FloatVector.fromArray(Lanes.FLOATS, out, c2 + Lanes.COUNT);
            s30 = FloatVector.fromArray(Lanes.FLOATS, out, c3);
            s31 = FloatVector.fromArray(Lanes.FLOATS, out, c3 + Lanes.COUNT);
        }
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int p = 0; p < depth; p++) {
            int at = p * aStep;
            FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + p * bRow);
            FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + p * bRow + Lanes.COUNT);
            FloatVector x = FloatVector.broadcast(Lanes.FLOATS, a[a0 + at]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(Lanes.FLOATS, a[a1 + at]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(Lanes.FLOATS, a[a2 + at]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(Lanes.FLOATS, a[a3 + at]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
        }
        s00.intoArray(out, c0);
        s01.intoArray(out, c0 + Lanes.COUNT);
        s10.intoArray(out, c1);
        s11.intoArray(out, c1 + Lanes.COUNT);
        s20.intoArray(out, c2);
        s21.intoArray(out, c2 + Lanes.COUNT);
        s30.intoArray(out, c3);
        s31.intoArray(out, c3 + Lanes.COUNT);
    }

    /** Eight rows of one register. */
    private static void tall(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bRow,
            float[] out,
            int outAt,
            int outRow,
            int depth,
            boolean add) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        if (add) {
            s0 = FloatVector.fromArray(Lanes.FLOATS, out, outAt);
            s1 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + outRow);
            s2 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 2 * outRow);
            s3 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 3 * outRow);
            s4 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 4 * outRow);
            s5 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 5 * outRow);
            s6 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 6 * outRow);
            s7 = FloatVector.fromArray(Lanes.FLOATS, out, outAt + 7 * outRow);
        }
        int a4 = a0 + 4 * aRow;
        for (int p = 0; p < depth; p++) {
            int at = a0 + p * aStep;
            int at4 = a4 + p * aStep;
            FloatVector y = FloatVector.fromArray(Lanes.FLOATS, b, bAt + p * bRow);
            s0 = FloatVector.broadcast(Lanes.FLOATS, a[at]).fma(y, s0);
            s1 = FloatVector.broadcast(Lanes.FLOATS, a[at + aRow]).fma(y, s1);
            s2 = FloatVector.broadcast(Lanes.FLOATS, a[at + 2 * aRow]).fma(y, s2);
            s3 = FloatVector.broadcast(Lanes.FLOATS, a[at + 3 * aRow]).fma(y, s3);
            s4 = FloatVector.broadcast(Lanes.FLOATS, a[at4]).fma(y, s4);
            s5 = FloatVector.broadcast(Lanes.FLOATS, a[at4 + aRow]).fma(y, s5);
            s6 = FloatVector.broadcast(Lanes.FLOATS, a[at4 + 2 * aRow]).fma(y, s6);
            s7 = FloatVector.broadcast(Lanes.FLOATS, a[at4 + 3 * aRow]).fma(y, s7);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + outRow);
        s2.intoArray(out, outAt + 2 * outRow);
        s3.intoArray(out, outAt + 3 * outRow);
        s4.intoArray(out, outAt + 4 * outRow);
        s5.intoArray(out, outAt + 5 * outRow);
        s6.intoArray(out, outAt + 6 * outRow);
        s7.intoArray(out, outAt + 7 * outRow);
    }
}
