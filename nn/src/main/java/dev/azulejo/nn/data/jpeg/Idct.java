package dev.azulejo.nn.data.jpeg;

/**
 * The inverse cosine transform of a block, in whole numbers: that of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) with
 * twelve products, in the precision that libjpeg has as "slow": the same samples, bit by bit.
 */
final class Idct {
    private static final int SCALE = 13;
    private static final int KEPT = 2;

    private Idct() {}

    /** Transforms coefficients, times their steps already, into 8 by 8 samples; the block is left changed. */
    static void transform(int[] block, byte[] out, int at, int stride) {
        for (int x = 0; x < 8; x++) {
            pass(block, x, 8, SCALE - KEPT);
        }
        for (int y = 0; y < 8; y++) {
            pass(block, 8 * y, 1, SCALE + KEPT + 3);
            for (int x = 0; x < 8; x++) {
                out[at + y * stride + x] = sample(block[8 * y + x]);
            }
        }
    }

    /** The same for a block that is zero except for its first coefficient. */
    static void flat(int first, byte[] out, int at, int stride) {
        byte sample = sample(((first << KEPT) + (1 << (KEPT + 2))) >> (KEPT + 3));
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                out[at + y * stride + x] = sample;
            }
        }
    }

    private static byte sample(int value) {
        return (byte) Math.clamp(value + 128, 0, 255);
    }

    private static void pass(int[] v, int at, int step, int shift) {
        int i0 = v[at];
        int i1 = v[at + step];
        int i2 = v[at + 2 * step];
        int i3 = v[at + 3 * step];
        int i4 = v[at + 4 * step];
        int i5 = v[at + 5 * step];
        int i6 = v[at + 6 * step];
        int i7 = v[at + 7 * step];

        int turned = (i2 + i6) * 4433; // 0.541196100
        int e2 = turned - i6 * 15137; // 1.847759065
        int e3 = turned + i2 * 6270; // 0.765366865
        int e0 = (i0 + i4) << SCALE;
        int e1 = (i0 - i4) << SCALE;
        int half = 1 << (shift - 1);
        int a0 = e0 + e3 + half;
        int a3 = e0 - e3 + half;
        int a1 = e1 + e2 + half;
        int a2 = e1 - e2 + half;

        int z5 = (i7 + i3 + i5 + i1) * 9633; // 1.175875602
        int z1 = (i7 + i1) * -7373; // 0.899976223
        int z2 = (i5 + i3) * -20995; // 2.562915447
        int z3 = (i7 + i3) * -16069 + z5; // 1.961570560
        int z4 = (i5 + i1) * -3196 + z5; // 0.390180644
        int b0 = i7 * 2446 + z1 + z3; // 0.298631336
        int b1 = i5 * 16819 + z2 + z4; // 2.053119869
        int b2 = i3 * 25172 + z2 + z3; // 3.072711026
        int b3 = i1 * 12299 + z1 + z4; // 1.501321110

        v[at] = (a0 + b3) >> shift;
        v[at + 7 * step] = (a0 - b3) >> shift;
        v[at + step] = (a1 + b2) >> shift;
        v[at + 6 * step] = (a1 - b2) >> shift;
        v[at + 2 * step] = (a2 + b1) >> shift;
        v[at + 5 * step] = (a2 - b1) >> shift;
        v[at + 3 * step] = (a3 + b0) >> shift;
        v[at + 4 * step] = (a3 - b0) >> shift;
    }
}
