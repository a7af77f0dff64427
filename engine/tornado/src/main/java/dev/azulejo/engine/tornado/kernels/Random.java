package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Draws by Philox4x32-10, the same bits as dev.azulejo.engine.random.Philox. TornadoVM compiles an unsigned shift as a signed one
 * and has no upper half of a product, so words are multiplied by their halves of 16 bits, each shift masked.
 */
public final class Random {
    private Random() {}

    /** The upper word of the product of two words, unsigned. */
    private static int high(int a, int b) {
        int aLow = a & 0xFFFF;
        int aHigh = (a >> 16) & 0xFFFF;
        int bLow = b & 0xFFFF;
        int bHigh = (b >> 16) & 0xFFFF;
        int low = aLow * bLow;
        int middle = aHigh * bLow + ((low >> 16) & 0xFFFF);
        int other = aLow * bHigh + (middle & 0xFFFF);
        return aHigh * bHigh + ((middle >> 16) & 0xFFFF) + ((other >> 16) & 0xFFFF);
    }

    /** Word 0 to 3 of a block, under the key (seed low, seed high, step, ...). */
    private static int word(IntArray key, int block, int stream, int domain, int lane) {
        int k0 = key.get(0);
        int k1 = key.get(1);
        int x0 = block;
        int x1 = stream;
        int x2 = key.get(2);
        int x3 = domain;
        for (int round = 0; round < 10; round++) {
            int p0 = high(0xD2511F53, x0);
            int p1 = high(0xCD9E8D57, x2);
            int y1 = 0xCD9E8D57 * x2;
            int y3 = 0xD2511F53 * x0;
            x0 = p1 ^ x1 ^ k0;
            x2 = p0 ^ x3 ^ k1;
            x1 = y1;
            x3 = y3;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        int low = lane == 0 ? x0 : x1;
        int high = lane == 2 ? x2 : x3;
        return lane < 2 ? low : high;
    }

    /** Inverted dropout: an element is kept, and divided by what is kept of all, where its uniform is at least rate. */
    public static void dropout(
            KernelContext context, FloatArray x, IntArray key, FloatArray out, float rate, int stream, int n) {
        int i = context.globalIdx;
        if (i < n) {
            // Element part * n + i of all parts, in fours; a product of longs would be compiled wrong.
            int part = key.get(3);
            int over = n % 4;
            long rest =
                    i + (over > 0 ? (long) part : 0L) + (over > 1 ? (long) part : 0L) + (over > 2 ? (long) part : 0L);
            int block = part * (n / 4) + (int) (rest / 4);
            int bits = (word(key, block, stream, 0, (int) (rest % 4)) >> 8) & 0xFFFFFF;
            float kept = bits * 0x1p-24f >= rate ? x.get(i) / (1f - rate) : 0f;
            out.set(i, kept);
        }
    }

    /** codebook[k] = z[r] and averageSums[k] = count z[r], r drawn, where averageCounts[k] is below the threshold. */
    public static void restart(
            KernelContext context,
            FloatArray z,
            FloatArray averageCounts,
            IntArray key,
            FloatArray averageSums,
            FloatArray codebook,
            int rows,
            int dimension,
            float threshold,
            float count,
            int stream,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            int code = i / dimension;
            if (averageCounts.get(code) < threshold) {
                long word = word(key, code, stream, 1, 0) & 0xFFFFFFFFL;
                int r = (int) (word % rows);
                float value = z.get(r * dimension + i % dimension);
                codebook.set(i, value);
                averageSums.set(i, count * value);
            }
        }
    }

    /** averageCounts[k] = count where it is below the threshold; after {@link #restart}. */
    public static void restartCounts(
            KernelContext context, FloatArray averageCounts, float threshold, float count, int n) {
        int i = context.globalIdx;
        if (i < n) {
            if (averageCounts.get(i) < threshold) {
                averageCounts.set(i, count);
            }
        }
    }
}
