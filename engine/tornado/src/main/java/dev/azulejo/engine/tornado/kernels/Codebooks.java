package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Vector quantization: nearest codes, and codebooks learned by moving averages. */
public final class Codebooks {
    /** Rows, and codes at a time, of a group of {@link #nearest}. */
    public static final int TILE = 64;

    private Codebooks() {}

    /** out[r] = |x[r]|². */
    public static void squares(KernelContext context, FloatArray x, FloatArray out, int dimension, int n) {
        int i = context.globalIdx;
        if (i < n) {
            float sum = 0f;
            for (int d = 0; d < dimension; d++) {
                float value = x.get(i * dimension + d);
                sum += value * value;
            }
            out.set(i, sum);
        }
    }

    /**
     * indices[r] = the nearest code of a row, the lowest of equals, as double precision decides. Scores |c|² - 2 z c are
     * computed in float, a tile of 64 rows by 64 codes at a time; where the second best is as near as rounding could make
     * it, the group measures that row's distances again in double.
     */
    public static void nearest(
            KernelContext context,
            FloatArray z,
            FloatArray codebook,
            FloatArray squares,
            IntArray indices,
            int rows,
            int codes,
            int dimension) {
        float[] left = context.allocateFloatLocalArray(8 * 68);
        float[] right = context.allocateFloatLocalArray(8 * 68);
        float[] bests = context.allocateFloatLocalArray(64 * 16);
        float[] seconds = context.allocateFloatLocalArray(64 * 16);
        int[] codesOfBests = context.allocateIntLocalArray(64 * 16);
        float[] largest = context.allocateFloatLocalArray(16);
        int[] unsure = context.allocateIntLocalArray(64);
        double[] distances = context.allocateDoubleLocalArray(256);
        int[] codesOfDistances = context.allocateIntLocalArray(256);
        float[] sums = new float[16];
        float[] best = new float[4];
        float[] second = new float[4];
        int[] code = new int[4];
        float[] x = new float[4];
        float[] y = new float[4];
        float[] nextLeft = new float[2];
        float[] nextRight = new float[2];
        int item = context.localIdx;
        int column = item % 16;
        int row = item / 16;
        int top = context.groupIdx * 64;
        float longest = 0f;
        for (int i = 0; i < 4; i++) {
            best[i] = 3.4e38f;
            second[i] = 3.4e38f;
            code[i] = 0;
        }
        for (int first = 0; first < codes; first += 64) {
            for (int i = 0; i < 16; i++) {
                sums[i] = 0f;
            }
            for (int inner = 0; inner < dimension; inner += 8) {
                for (int i = 0; i < 2; i++) {
                    int e = i * 256 + item;
                    int d = inner + e % 8;
                    float zValue = 0f;
                    float cValue = 0f;
                    if (d < dimension) {
                        if (top + e / 8 < rows) {
                            zValue = z.get((top + e / 8) * dimension + d);
                        }
                        if (first + e / 8 < codes) {
                            cValue = codebook.get((first + e / 8) * dimension + d);
                        }
                    }
                    nextLeft[i] = zValue;
                    nextRight[i] = cValue;
                }
                for (int i = 0; i < 2; i++) {
                    int e = i * 256 + item;
                    left[e % 8 * 68 + e / 8] = nextLeft[i];
                    right[e % 8 * 68 + e / 8] = nextRight[i];
                }
                context.localBarrier();
                for (int p = 0; p < 8; p++) {
                    for (int i = 0; i < 4; i++) {
                        x[i] = left[p * 68 + row + i * 16];
                        y[i] = right[p * 68 + column + i * 16];
                    }
                    for (int i = 0; i < 4; i++) {
                        for (int j = 0; j < 4; j++) {
                            sums[i * 4 + j] += x[i] * y[j];
                        }
                    }
                }
                context.localBarrier();
            }
            for (int j = 0; j < 4; j++) {
                int c = first + column + j * 16;
                if (c < codes) {
                    float square = squares.get(c);
                    longest = square > longest ? square : longest;
                    for (int i = 0; i < 4; i++) {
                        float score = square - 2f * sums[i * 4 + j];
                        if (score < best[i]) {
                            second[i] = best[i];
                            best[i] = score;
                            code[i] = c;
                        } else {
                            second[i] = score < second[i] ? score : second[i];
                        }
                    }
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            bests[(row + i * 16) * 16 + column] = best[i];
            seconds[(row + i * 16) * 16 + column] = second[i];
            codesOfBests[(row + i * 16) * 16 + column] = code[i];
        }
        if (row == 0) {
            largest[column] = longest;
        }
        context.localBarrier();
        if (item < 64) {
            float least = 3.4e38f;
            float next = 3.4e38f;
            float length = 0f;
            int chosen = 0;
            for (int j = 0; j < 16; j++) {
                float score = bests[item * 16 + j];
                if (score < least) {
                    next = least;
                    least = score;
                    chosen = codesOfBests[item * 16 + j];
                } else {
                    next = score < next ? score : next;
                }
                next = seconds[item * 16 + j] < next ? seconds[item * 16 + j] : next;
                length = largest[j] > length ? largest[j] : length;
            }
            int doubtful = 0;
            if (top + item < rows) {
                float own = 0f;
                for (int d = 0; d < dimension; d++) {
                    float value = z.get((top + item) * dimension + d);
                    own += value * value;
                }
                // Twice the bound on a score's rounding, (dimension + 4) 2^-24 (|c|² + 2 |z| |c|).
                float margin = (dimension + 4) * 1.2e-7f * (length + 2f * TornadoMath.sqrt(own * length));
                doubtful = next - least > margin ? 0 : 1;
                indices.set(top + item, chosen);
            }
            unsure[item] = doubtful;
        }
        context.localBarrier();
        for (int r = 0; r < 64; r++) {
            if (unsure[r] != 0) {
                double nearest = 1e300;
                int chosen = 0;
                for (int c = item; c < codes; c += 256) {
                    double distance = 0;
                    for (int d = 0; d < dimension; d++) {
                        double difference = (double) z.get((top + r) * dimension + d) - codebook.get(c * dimension + d);
                        distance += difference * difference;
                    }
                    if (distance < nearest) {
                        nearest = distance;
                        chosen = c;
                    }
                }
                distances[item] = nearest;
                codesOfDistances[item] = chosen;
                for (int half = 128; half > 0; half /= 2) {
                    context.localBarrier();
                    if (item < half) {
                        double other = distances[item + half];
                        int candidate = codesOfDistances[item + half];
                        if (other < distances[item]
                                || (other == distances[item] && candidate < codesOfDistances[item])) {
                            distances[item] = other;
                            codesOfDistances[item] = candidate;
                        }
                    }
                }
                if (item == 0) {
                    indices.set(top + r, codesOfDistances[0]);
                }
                context.localBarrier();
            }
        }
    }

    /** counts[k] = how many rows have index k, one group of 128 work-items per code. */
    public static void count(KernelContext context, IntArray indices, FloatArray counts, int rows) {
        int[] sums = context.allocateIntLocalArray(128);
        int item = context.localIdx;
        int code = context.groupIdx;
        int sum = 0;
        for (int r = item; r < rows; r += 128) {
            if (indices.get(r) == code) {
                sum += 1;
            }
        }
        sums[item] = sum;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            counts.set(code, sums[0]);
        }
    }

    /** averageCounts = decay averageCounts + (1 - decay) counts, and total[0] = their sum, by one group of 256. */
    public static void averageCounts(
            KernelContext context,
            FloatArray counts,
            FloatArray averageCounts,
            FloatArray total,
            float decay,
            int codes) {
        double[] sums = context.allocateDoubleLocalArray(256);
        int item = context.localIdx;
        double sum = 0;
        for (int k = item; k < codes; k += 256) {
            float average = decay * averageCounts.get(k) + (1f - decay) * counts.get(k);
            averageCounts.set(k, average);
            sum += average;
        }
        sums[item] = sum;
        for (int half = 128; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            total.set(0, (float) sums[0]);
        }
    }

    /** averageSums likewise, and codebook = averageSums over the smoothed counts; a code whose divisor is 0 stays. */
    public static void averageSums(
            KernelContext context,
            FloatArray sums,
            FloatArray averageCounts,
            FloatArray total,
            FloatArray averageSums,
            FloatArray codebook,
            float decay,
            float epsilon,
            int codes,
            int dimension,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            float all = total.get(0);
            float average = decay * averageSums.get(i) + (1f - decay) * sums.get(i);
            averageSums.set(i, average);
            if (all > 0f) {
                float smoothed = (averageCounts.get(i / dimension) + epsilon) / (all + codes * epsilon) * all;
                if (smoothed > 0f) {
                    codebook.set(i, average / smoothed);
                }
            }
        }
    }
}
