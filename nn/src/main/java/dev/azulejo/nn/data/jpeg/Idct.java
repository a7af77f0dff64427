package dev.azulejo.nn.data.jpeg;

/**
 * The inverse cosine transform of blocks, in whole numbers, in the precision that libjpeg has as "slow": the same samples, bit
 * by bit. libjpeg uses the twelve products of Loeffler, Ligtenberg and Moschytz (ICASSP 1989). What these add up to are
 * matrices, and products with a matrix are loops that C2 makes vectors of; sums of whole numbers are the same in any order.
 */
final class Idct {
    private static final int ROW = 8 * Blocks.COUNT;
    private static final int SCALE = 13;
    private static final int KEPT = 2;

    private Idct() {}

    /**
     * Transforms coefficients, times their steps already, into samples.
     *
     * @param blocks [8, 8, count]; becomes four samples an int, of the left halves of all rows and then of the right
     *     ones: [2, 8, count]
     * @param spare as large
     */
    static void transform(int[] blocks, int[] spare) {
        columns(blocks, spare, SCALE - KEPT);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                System.arraycopy(blocks, (8 * y + x) * Blocks.COUNT, spare, (8 * x + y) * Blocks.COUNT, Blocks.COUNT);
            }
        }
        columns(spare, blocks, SCALE + KEPT + 3);
        pack(spare, 0, blocks, 0);
        pack(spare, 4 * ROW, blocks, ROW);
    }

    /** Transforms all columns. */
    private static void columns(int[] v, int[] spare, int shift) {
        even(v, spare, 1 << (shift - 1));
        odd(v, spare);
        join(spare, v, shift);
    }

    /** What even coefficients add to the first four values, and to the last four alike. */
    private static void even(int[] from, int[] to, int half) {
        for (int i = 0; i < ROW; i++) {
            int i0 = from[i];
            int i2 = from[2 * ROW + i];
            int i4 = from[4 * ROW + i];
            int i6 = from[6 * ROW + i];
            to[i] = 8192 * i0 + 10703 * i2 + 8192 * i4 + 4433 * i6 + half;
            to[ROW + i] = 8192 * i0 + 4433 * i2 - 8192 * i4 - 10704 * i6 + half;
            to[2 * ROW + i] = 8192 * i0 - 4433 * i2 - 8192 * i4 + 10704 * i6 + half;
            to[3 * ROW + i] = 8192 * i0 - 10703 * i2 + 8192 * i4 - 4433 * i6 + half;
        }
    }

    /** What odd coefficients add to the first four values, and take from the last four. */
    private static void odd(int[] from, int[] to) {
        for (int i = 0; i < ROW; i++) {
            int i1 = from[ROW + i];
            int i3 = from[3 * ROW + i];
            int i5 = from[5 * ROW + i];
            int i7 = from[7 * ROW + i];
            to[4 * ROW + i] = 11363 * i1 + 9633 * i3 + 6437 * i5 + 2260 * i7;
            to[5 * ROW + i] = 9633 * i1 - 2259 * i3 - 11362 * i5 - 6436 * i7;
            to[6 * ROW + i] = 6437 * i1 - 11362 * i3 + 2261 * i5 + 9633 * i7;
            to[7 * ROW + i] = 2260 * i1 - 6436 * i3 + 9633 * i5 - 11363 * i7;
        }
    }

    private static void join(int[] from, int[] to, int shift) {
        for (int i = 0; i < ROW; i++) {
            int even0 = from[i];
            int even1 = from[ROW + i];
            int even2 = from[2 * ROW + i];
            int even3 = from[3 * ROW + i];
            int odd0 = from[4 * ROW + i];
            int odd1 = from[5 * ROW + i];
            int odd2 = from[6 * ROW + i];
            int odd3 = from[7 * ROW + i];
            to[i] = (even0 + odd0) >> shift;
            to[ROW + i] = (even1 + odd1) >> shift;
            to[2 * ROW + i] = (even2 + odd2) >> shift;
            to[3 * ROW + i] = (even3 + odd3) >> shift;
            to[4 * ROW + i] = (even3 - odd3) >> shift;
            to[5 * ROW + i] = (even2 - odd2) >> shift;
            to[6 * ROW + i] = (even1 - odd1) >> shift;
            to[7 * ROW + i] = (even0 - odd0) >> shift;
        }
    }

    /** Packs four columns, the leftmost into the lowest byte. */
    private static void pack(int[] from, int at, int[] to, int out) {
        for (int i = 0; i < ROW; i++) {
            to[out + i] = sample(from[at + i])
                    | sample(from[at + ROW + i]) << 8
                    | sample(from[at + 2 * ROW + i]) << 16
                    | sample(from[at + 3 * ROW + i]) << 24;
        }
    }

    private static int sample(int value) {
        return Math.min(Math.max(value + 128, 0), 255);
    }
}
