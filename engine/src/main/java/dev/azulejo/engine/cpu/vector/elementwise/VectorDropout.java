package dev.azulejo.engine.cpu.vector.elementwise;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dropout with Philox4x32-10 in lanes: a long lane is one counter, so a 32 by 32 bit product fits, and a register of longs
 * gives two registers of random words.
 */
public final class VectorDropout {
    /** Elements of one step: two registers. */
    public static final int STEP = 2 * Lanes.COUNT;

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final LongVector BLOCKS = LongVector.zero(LONGS).addIndex(1);
    private static final long LOW = 0xFFFFFFFFL;
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;

    // Words come as pairs: (0, 1) of every block in one register, (2, 3) in another. Lane l of output register h is
    // word g % 4 of block g / 4, where g = h lanes + l.
    private static final VectorShuffle<Integer> FIRST = VectorShuffle.fromOp(Lanes.INTS, VectorDropout::interleaved);
    private static final VectorShuffle<Integer> SECOND =
            VectorShuffle.fromOp(Lanes.INTS, lane -> interleaved(Lanes.COUNT + lane));
    private static final VectorMask<Integer> UPPER_PAIR = VectorMask.fromLong(Lanes.INTS, 0xCCCCCCCCCCCCCCCCL);

    private VectorDropout() {}

    private static int interleaved(int lane) {
        return lane / 4 * 2 + lane % 2;
    }

    /** The least 24-bit word that is kept. */
    public static int threshold(float rate) {
        return (int) Math.ceil(rate * 0x1p24);
    }

    /**
     * The words of elements from one on, behind those that its step of {@link #STEP} elements begins with.
     *
     * @param first the first element
     * @param n how many
     * @param key seed (low, high) and step
     * @param words where they go, room for n up to a multiple of {@link #STEP}, and a step more
     * @return where the word of the first element is
     */
    public static int draw(long first, int n, int[] key, int stream, int[] words) {
        int skipped = (int) (first % STEP);
        long from = first - skipped;
        for (int i = 0; i < skipped + n; i += STEP) {
            drawStep((int) ((from + i) >>> 2), key[0], key[1], stream, key[2], words, i);
        }
        return skipped;
    }

    /** The words of {@link #STEP} elements, from a block on. */
    private static void drawStep(int block, int key0, int key1, int stream, int step, int[] words, int at) {
        LongVector low = LongVector.broadcast(LONGS, LOW);
        LongVector x0 = BLOCKS.add(block);
        LongVector x1 = LongVector.broadcast(LONGS, stream & LOW);
        LongVector x2 = LongVector.broadcast(LONGS, step & LOW);
        LongVector x3 = LongVector.zero(LONGS);
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < 10; round++) {
            LongVector p0 = x0.and(low).mul(M0);
            LongVector p1 = x2.and(low).mul(M1);
            x0 = p1.lanewise(LSHR, 32).lanewise(XOR, x1).lanewise(XOR, k0 & LOW);
            x1 = p1.and(low);
            x2 = p0.lanewise(LSHR, 32).lanewise(XOR, x3).lanewise(XOR, k1 & LOW);
            x3 = p0.and(low);
            k0 += W0;
            k1 += W1;
        }
        IntVector lower = x1.lanewise(LSHL, 32).or(x0).reinterpretAsInts();
        IntVector upper = x3.lanewise(LSHL, 32).or(x2).reinterpretAsInts();
        lower.rearrange(FIRST).blend(upper.rearrange(FIRST), UPPER_PAIR).intoArray(words, at);
        lower.rearrange(SECOND).blend(upper.rearrange(SECOND), UPPER_PAIR).intoArray(words, at + Lanes.COUNT);
    }

    /** out = x / keep where a word is at least the threshold, else 0. */
    public static void drop(
            float[] x, int at, float[] out, int outAt, int n, int threshold, float keep, int[] words, int wordsAt) {
        int bound = Lanes.FLOATS.loopBound(n);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            IntVector word = IntVector.fromArray(Lanes.INTS, words, wordsAt + i);
            VectorMask<Float> kept =
                    word.lanewise(LSHR, 8).compare(GE, threshold).cast(Lanes.FLOATS);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i).div(keep);
            FloatVector.zero(Lanes.FLOATS).blend(v, kept).intoArray(out, outAt + i);
        }
        for (int i = bound; i < n; i++) {
            out[outAt + i] = words[wordsAt + i] >>> 8 >= threshold ? x[at + i] / keep : 0;
        }
    }
}
