package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.peer.Peers;

/**
 * Restarts of codes by vectors of a batch that peers have in parts: the same draws as
 * {@link dev.azulejo.engine.backend.CodebookKernels#restart} makes from the whole batch. Whoever has a vector that was drawn
 * gives it to the others. It is rare, so it is done on the host.
 */
record PeerRestart(Tensor table, Tensor count, Tensor total, Peers peers) {
    /** Replaces codes with a smaller count; z is this peer's part {@code [rows, D]}, the key {@code [3]}. */
    void replaceBelow(float threshold, float[] z, int stream, int... key) {
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
