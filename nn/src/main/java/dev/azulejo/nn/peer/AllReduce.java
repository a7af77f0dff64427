package dev.azulejo.nn.peer;

import dev.azulejo.engine.Tensor;
import java.util.Collection;

/** Adds up what all peers have of some tensors in the middle of a step, as one array: the all-reduce of data parallelism. */
public final class AllReduce {
    private final Peers peers;
    private float[] packed = new float[0];

    /**
     * An all-reduce between peers.
     *
     * @param peers who take part
     */
    public AllReduce(Peers peers) {
        this.peers = peers;
    }

    /**
     * Overwrites tensors by what all peers have of them; the shapes are the same everywhere.
     *
     * @param means become the means over the peers
     * @param sums become the sums
     * @throws PeerLostException if one of the others is gone
     */
    public void run(Collection<Tensor> means, Collection<Tensor> sums) {
        int averaged = size(means);
        int all = averaged + size(sums);
        if (packed.length != all) {
            packed = new float[all];
        }
        move(means, 0, false);
        move(sums, averaged, false);
        peers.sum(packed);
        float share = 1f / peers.size();
        for (int i = 0; i < averaged; i++) {
            packed[i] *= share;
        }
        move(means, 0, true);
        move(sums, averaged, true);
    }

    private static int size(Collection<Tensor> tensors) {
        return tensors.stream().mapToInt(tensor -> tensor.shape().size()).reduce(0, Math::addExact);
    }

    private void move(Collection<Tensor> tensors, int from, boolean back) {
        int at = from;
        for (Tensor tensor : tensors) {
            var memory = tensor.engine().backend().memory();
            int size = tensor.shape().size();
            if (back) {
                memory.write(packed, at, tensor.buffer(), 0, size);
            } else {
                memory.read(tensor.buffer(), 0, packed, at, size);
            }
            at += size;
        }
    }
}
