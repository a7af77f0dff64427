package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.random.Philox;

/** Vector quantization by its definition. */
public final class ScalarCodebooks implements CodebookKernels {
    /** The kernels. */
    public ScalarCodebooks() {}

    /** |a - b|² in double precision: what decides which code is the nearest, in every CPU backend. */
    private static double squaredDistance(float[] a, int aAt, float[] b, int bAt, int dimension) {
        double sum = 0;
        for (int d = 0; d < dimension; d++) {
            double difference = (double) a[aAt + d] - b[bAt + d];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public void nearest(Buffer zs, Buffer codebooks, Buffer indices, int rows, int codes, int dimension) {
        float[] z = floats(zs);
        float[] codebook = floats(codebooks);
        int[] index = ints(indices);
        for (int r = 0; r < rows; r++) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < codes; k++) {
                double distance = squaredDistance(z, r * dimension, codebook, k * dimension, dimension);
                if (distance < least) {
                    least = distance;
                    best = k;
                }
            }
            index[r] = best;
        }
    }

    @Override
    public void count(Buffer indices, Buffer counts, int rows, int codes) {
        int[] index = ints(indices);
        float[] count = floats(counts);
        int[] exact = new int[codes];
        for (int r = 0; r < rows; r++) {
            exact[index[r]]++;
        }
        for (int k = 0; k < codes; k++) {
            count[k] = exact[k];
        }
    }

    @Override
    public void movingAverage(
            Buffer counts,
            Buffer sums,
            Buffer averageCounts,
            Buffer averageSums,
            Buffer codebooks,
            int codes,
            int dimension,
            float decay,
            float epsilon) {
        float[] count = floats(counts);
        float[] sum = floats(sums);
        float[] averageCount = floats(averageCounts);
        float[] averageSum = floats(averageSums);
        float[] codebook = floats(codebooks);
        double total = 0;
        for (int k = 0; k < codes; k++) {
            averageCount[k] = decay * averageCount[k] + (1 - decay) * count[k];
            total += averageCount[k];
        }
        for (int k = 0; k < codes; k++) {
            float smoothed = smoothed(averageCount[k], total, codes, epsilon);
            for (int i = k * dimension; i < (k + 1) * dimension; i++) {
                averageSum[i] = decay * averageSum[i] + (1 - decay) * sum[i];
                codebook[i] = smoothed > 0 ? averageSum[i] / smoothed : codebook[i];
            }
        }
    }

    /** Laplace smoothing of one average count: (N[k] + epsilon) / (n + codes epsilon) n, or 0 if no code has a count. */
    private static float smoothed(float count, double total, int codes, float epsilon) {
        return total > 0 ? (float) ((count + (double) epsilon) / (total + codes * (double) epsilon) * total) : 0;
    }

    @Override
    public void restart(
            Buffer zs,
            Buffer averageCounts,
            Buffer averageSums,
            Buffer codebooks,
            int rows,
            int codes,
            int dimension,
            float threshold,
            float count,
            int stream,
            Buffer keys) {
        float[] z = floats(zs);
        float[] averageCount = floats(averageCounts);
        float[] averageSum = floats(averageSums);
        float[] codebook = floats(codebooks);
        int[] key = ints(keys);
        int[] words = new int[4];
        for (int k = 0; k < codes; k++) {
            if (averageCount[k] < threshold) {
                Philox.block(key[0], key[1], k, stream, key[2], 1, words, 0);
                int r = Integer.remainderUnsigned(words[0], rows);
                averageCount[k] = count;
                for (int d = 0; d < dimension; d++) {
                    codebook[k * dimension + d] = z[r * dimension + d];
                    averageSum[k * dimension + d] = count * z[r * dimension + d];
                }
            }
        }
    }
}
