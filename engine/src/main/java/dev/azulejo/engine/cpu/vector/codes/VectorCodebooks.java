package dev.azulejo.engine.cpu.vector.codes;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;
import static dev.azulejo.engine.cpu.HeapBuffer.ints;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import dev.azulejo.engine.cpu.vector.elementwise.VectorArithmetic;
import dev.azulejo.engine.random.Philox;
import jdk.incubator.vector.FloatVector;

/** The nearest-code search in register tiles; the rest of the family is small and runs on the caller's thread. */
public final class VectorCodebooks implements CodebookKernels {
    /** Vectors of a task: eight blocks, so that a task's scratch is little beside its work. */
    private static final int TASK = 8 * NearestCodes.BLOCK;

    private final Workers workers;
    private final CodePanels panels = new CodePanels();

    public VectorCodebooks(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void nearest(Buffer zs, Buffer codebooks, Buffer indices, int rows, int codes, int dimension) {
        float[] z = floats(zs);
        float[] codebook = floats(codebooks);
        int[] index = ints(indices);
        panels.pack(codebook, codes, dimension);
        Split.parts(workers, rows, TASK, (from, to) -> {
            NearestCodes search = new NearestCodes(z, codebook, panels, codes, dimension);
            for (int r = from; r < to; r += NearestCodes.BLOCK) {
                search.search(r, Math.min(to, r + NearestCodes.BLOCK), index);
            }
        });
    }

    @Override
    public void count(Buffer indices, Buffer counts, int rows, int codes) {
        int[] index = ints(indices);
        float[] count = floats(counts);
        int[] whole = new int[codes]; // Floats stop counting at 2^24.
        for (int r = 0; r < rows; r++) {
            whole[index[r]]++;
        }
        for (int k = 0; k < codes; k++) {
            count[k] = whole[k];
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
        float[] sum = floats(sums);
        float[] count = floats(averageCounts);
        float[] averageSum = floats(averageSums);
        float[] codebook = floats(codebooks);
        VectorArithmetic.linear(decay, 1 - decay, count, floats(counts), count, 0, codes);
        double total = 0;
        for (int k = 0; k < codes; k++) {
            total += count[k];
        }
        double n = total;
        Split.rows(workers, codes, dimension, Split.ELEMENTS, (from, to) -> {
            VectorArithmetic.linear(decay, 1 - decay, averageSum, sum, averageSum, from * dimension, to * dimension);
            for (int k = from; k < to; k++) {
                if (n > 0) {
                    double share = ((double) count[k] + epsilon) / (n + (double) epsilon * codes);
                    float smoothed = (float) (share * n);
                    divide(averageSum, smoothed, codebook, k * dimension, (k + 1) * dimension);
                }
            }
        });
    }

    private static void divide(float[] x, float divisor, float[] out, int from, int to) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, i).div(divisor).intoArray(out, i);
        }
        for (int i = bound; i < to; i++) {
            out[i] = x[i] / divisor;
        }
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
                int from = Integer.remainderUnsigned(words[0], rows) * dimension;
                System.arraycopy(z, from, codebook, k * dimension, dimension);
                VectorArithmetic.scale(count, codebook, averageSum, k * dimension, (k + 1) * dimension);
                averageCount[k] = count;
            }
        }
    }
}
