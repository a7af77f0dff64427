package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.peer.Peers;
import java.util.Arrays;

/**
 * The starts of codes at vectors of a batch: of all of them before training, and then again of those that hardly any vector
 * chooses.
 *
 * @param settings when
 * @param table {@code [K,D]}, the codes
 * @param count {@code [K]}, how many vectors per step choose each of late; 1 for one that starts
 * @param total {@code [K,D]}, becomes the code of one that starts
 */
record CodeStarts(StartSettings settings, Tensor table, Tensor count, Tensor total) {
    /** Those of a table that nothing else moves by averages: every code is chosen once a step, so far. */
    static CodeStarts of(StartSettings settings, Tensor table) {
        Shape shape = table.shape();
        float[] ones = new float[shape.get(0)];
        Arrays.fill(ones, 1);
        Tensor count = table.engine().state(Shape.of(ones.length), ones);
        return new CodeStarts(settings, table, count, table.engine().state(shape, new float[shape.size()]));
    }

    /** Starts all codes at vectors {@code [..., D]}, if that is asked for. */
    void first(Tensor vectors, int stream, IntTensor key, Peers peers) {
        if (settings.init() == CodebookInit.DATA) {
            replaceBelow(Float.POSITIVE_INFINITY, vectors, stream, key, peers);
        }
    }

    /** Starts under-used codes at vectors {@code [..., D]}. */
    void again(Tensor vectors, int stream, IntTensor key, Peers peers) {
        replaceBelow((float) settings.restartBelow(), vectors, stream, key, peers);
    }

    private void replaceBelow(float threshold, Tensor vectors, int stream, IntTensor key, Peers peers) {
        if (peers.size() > 1) {
            replaceBelow(threshold, vectors.toArray(), stream, peers, key.toArray());
            return;
        }
        vectors.engine()
                .backend()
                .codebooks()
                .restart(
                        vectors.buffer(),
                        count.buffer(),
                        total.buffer(),
                        table.buffer(),
                        vectors.shape().rows(),
                        table.shape().get(0),
                        table.shape().channels(),
                        threshold,
                        1,
                        stream,
                        key.buffer());
    }

    /**
     * The same draws as {@link dev.azulejo.engine.backend.CodebookKernels#restart} makes, of a batch that peers have in parts.
     * Whoever has a vector that was drawn gives it to the others. It is rare, so it is done on the host.
     */
    private void replaceBelow(float threshold, float[] z, int stream, Peers peers, int... key) {
        int dimension = table.shape().channels();
        int rows = z.length / dimension;
        float[] counts = count.toArray();
        float[] drawn = new float[table.shape().size()];
        int[] words = new int[4];
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] < threshold) {
                Philox.block(key[0], key[1], code, stream, key[2], 1, words, 0);
                int row = Integer.remainderUnsigned(words[0], Math.multiplyExact(rows, peers.size()));
                if (row / rows == peers.rank()) {
                    System.arraycopy(z, row % rows * dimension, drawn, code * dimension, dimension);
                }
            }
        }
        peers.sum(drawn); // One of them has it, the others zeros.
        float[] codes = table.toArray();
        float[] totals = total.toArray();
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] < threshold) {
                counts[code] = 1;
                System.arraycopy(drawn, code * dimension, codes, code * dimension, dimension);
                System.arraycopy(drawn, code * dimension, totals, code * dimension, dimension);
            }
        }
        table.set(codes);
        count.set(counts);
        total.set(totals);
    }
}
