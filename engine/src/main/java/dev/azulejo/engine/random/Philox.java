package dev.azulejo.engine.random;

import java.util.Objects;

/**
 * Counter-based random numbers: Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3" (SC 2011).
 *
 * <p>Every value is a pure function of (seed, stream, step, index): nothing is remembered between calls, so any thread
 * may draw any part of a sequence, in any order, and a resumed run needs no generator state. The seed is the 64-bit
 * key; the 128-bit counter is (block, stream, step), lowest word first, and a block gives the four words of indices
 * {@code 4 * block} to {@code 4 * block + 3}. A (seed, stream, step) holds 2^34 words.
 */
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final float TO_UNIT = 0x1p-24f;

    private Philox() {}

    /**
     * The raw bijection: ten rounds over a 128-bit counter, words lowest first.
     *
     * @param k0 low word of the key
     * @param k1 high word of the key
     * @param c0 counter word 0
     * @param c1 counter word 1
     * @param c2 counter word 2
     * @param c3 counter word 3
     * @param out receives four words at {@code offset}
     * @param offset where to write
     */
    public static void block(int k0, int k1, int c0, int c1, int c2, int c3, int[] out, int offset) {
        Objects.checkFromIndexSize(offset, 4, out.length);
        int key0 = k0;
        int key1 = k1;
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (x0 & LOW);
            long p1 = M1 * (x2 & LOW);
            x0 = (int) (p1 >>> 32) ^ x1 ^ key0;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ key1;
            x3 = (int) p0;
            key0 += W0;
            key1 += W1;
        }
        out[offset] = x0;
        out[offset + 1] = x1;
        out[offset + 2] = x2;
        out[offset + 3] = x3;
    }

    /**
     * Four words of a sequence.
     *
     * @param seed the key
     * @param stream what the numbers are for; different streams are independent
     * @param step for instance the training step
     * @param block the block, unsigned; holds the words of indices {@code 4 * block ...  4 * block + 3}
     * @param out receives four words at {@code offset}
     * @param offset where to write
     */
    public static void block(long seed, int stream, long step, int block, int[] out, int offset) {
        block((int) seed, (int) (seed >>> 32), block, stream, (int) step, (int) (step >>> 32), out, offset);
    }

    /**
     * One word: 32 random bits.
     *
     * @param seed the key
     * @param stream what the number is for
     * @param step for instance the training step
     * @param index position in the sequence, 0 to 2^34 - 1
     * @return the word
     */
    public static int word(long seed, int stream, long step, long index) {
        int[] out = new int[4];
        block(seed, stream, step, blockOf(index), out, 0);
        return out[(int) index & 3];
    }

    /**
     * Two neighbouring words: 64 random bits, of words {@code 2 * index} (low) and {@code 2 * index + 1} (high).
     *
     * @param seed the key
     * @param stream what the number is for
     * @param step for instance the training step
     * @param index position in the sequence of longs, 0 to 2^33 - 1
     * @return the bits
     */
    public static long bits64(long seed, int stream, long step, long index) {
        int[] out = new int[4];
        block(seed, stream, step, blockOf(2 * index), out, 0);
        int lane = (int) (2 * index) & 3;
        return (out[lane] & LOW) | ((long) out[lane + 1] << 32);
    }

    /**
     * A whole number below a bound, of 64 random bits; its bias is below {@code bound / 2^64}.
     *
     * @param bound how many values, at least 1
     * @param seed the key
     * @param stream what the number is for
     * @param step for instance the training step
     * @param index position in the sequence of longs, as in {@link #bits64}
     * @return a value from 0 to {@code bound - 1}
     * @throws IllegalArgumentException if {@code bound < 1}
     */
    public static long below(long bound, long seed, int stream, long step, long index) {
        if (bound < 1) {
            throw new IllegalArgumentException("Philox.below: bound " + bound + ", expected at least 1");
        }
        return Math.unsignedMultiplyHigh(bits64(seed, stream, step, index), bound);
    }

    /**
     * A uniform float in [0, 1) with 24 bits, of the word at the same index.
     *
     * @param seed the key
     * @param stream what the number is for
     * @param step for instance the training step
     * @param index position in the sequence, 0 to 2^34 - 1
     * @return the value
     */
    public static float uniform(long seed, int stream, long step, long index) {
        return toUniform(word(seed, stream, step, index));
    }

    /**
     * A standard normal float, by Box and Muller on the pair of words to which the index belongs: an even index gets
     * the cosine, the odd one after it the sine.
     *
     * @param seed the key
     * @param stream what the number is for
     * @param step for instance the training step
     * @param index position in the sequence, 0 to 2^34 - 1
     * @return the value
     */
    public static float normal(long seed, int stream, long step, long index) {
        int[] out = new int[4];
        block(seed, stream, step, blockOf(index), out, 0);
        int pair = (int) index & 2;
        return toNormal(out[pair], out[pair + 1], (index & 1) != 0);
    }

    /**
     * Uniform floats in [0, 1): {@code destination[offset + i] = uniform(..., first + i)}.
     *
     * @param seed the key
     * @param stream what the numbers are for
     * @param step for instance the training step
     * @param first index of the first value
     * @param destination where to write
     * @param offset first position written
     * @param count how many
     */
    public static void uniforms(
            long seed, int stream, long step, long first, float[] destination, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, destination.length);
        int[] out = new int[4];
        int i = 0;
        while (i < count) {
            long index = first + i;
            block(seed, stream, step, blockOf(index), out, 0);
            for (int lane = (int) index & 3; lane < 4 && i < count; lane++) {
                destination[offset + i++] = toUniform(out[lane]);
            }
        }
    }

    /**
     * Standard normal floats: {@code destination[offset + i] = normal(..., first + i)}.
     *
     * @param seed the key
     * @param stream what the numbers are for
     * @param step for instance the training step
     * @param first index of the first value
     * @param destination where to write
     * @param offset first position written
     * @param count how many
     */
    public static void normals(
            long seed, int stream, long step, long first, float[] destination, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, destination.length);
        int[] out = new int[4];
        int i = 0;
        while (i < count) {
            long index = first + i;
            block(seed, stream, step, blockOf(index), out, 0);
            for (int lane = (int) index & 3; lane < 4 && i < count; lane++) {
                int pair = lane & 2;
                destination[offset + i++] = toNormal(out[pair], out[pair + 1], (lane & 1) != 0);
            }
        }
    }

    private static int blockOf(long index) {
        if (index < 0 || index >>> 34 != 0) {
            throw new IndexOutOfBoundsException("Philox: index " + index + ", expected 0 to 2^34 - 1");
        }
        return (int) (index >>> 2);
    }

    private static float toUniform(int word) {
        return (word >>> 8) * TO_UNIT;
    }

    // StrictMath: the same bits on every machine; Math's intrinsics differ between architectures.
    private static float toNormal(int word0, int word1, boolean sine) {
        double u = ((word0 & LOW) + 1) * 0x1p-32;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
        double angle = 2 * Math.PI * ((word1 & LOW) * 0x1p-32);
        return (float) (radius * (sine ? StrictMath.sin(angle) : StrictMath.cos(angle)));
    }
}
