package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.peer.Peers;

/**
 * A quantizer whose codes are moved by what they are chosen for, besides or instead of gradients. Only training calls
 * this, so nothing moves in evaluation.
 */
public interface LearnsByItself {
    /**
     * How often each code was chosen, and for what: all that codes are moved by, so that of a batch in parts the parts are added.
     *
     * @param counts {@code [K]}
     * @param sums {@code [K,D]}, of the vectors that chose a code
     */
    record Statistics(Tensor counts, Tensor sums) {}

    /**
     * Makes the first codes of what the encoder gives for a first batch, if that is asked for.
     *
     * @param z {@code [N,H,W,D]}, before training
     * @param stream which quantizer of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     * @param peers who have the other parts of the batch
     */
    void start(Tensor z, int stream, IntTensor key, Peers peers);

    /**
     * {@return the vectors that the codes were chosen for, {@code [..., D]} with one per index}
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @param indices {@code [N,H,W]} or {@code [N,H,W,Q]}, the codes that it chose
     */
    Tensor chosenFor(Tensor z, IntTensor indices);

    /**
     * {@return what the codes are to be moved by}
     *
     * @param vectors what the codes were {@link #chosenFor}
     * @param indices the codes
     */
    Statistics statistics(Tensor vectors, IntTensor indices);

    /**
     * Moves the codes towards the vectors that chose them.
     *
     * @param statistics of the batch
     */
    void move(Statistics statistics);

    /**
     * Puts vectors of the batch in the place of codes that hardly any vector chooses.
     *
     * @param vectors what the codes were {@link #chosenFor}
     * @param stream which quantizer of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     * @param peers who have the other parts of the batch
     */
    void restart(Tensor vectors, int stream, IntTensor key, Peers peers);

    /**
     * Moves the codes towards the vectors that chose them, and puts vectors in the place of codes that hardly any vector
     * chooses when it is time for that: which calls it makes depends on the step through {@link #restartsAt} alone.
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @param indices {@code [N,H,W]}, the codes that it chose
     * @param step the step, from 1
     * @param stream which quantizer of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     */
    default void learn(Tensor z, IntTensor indices, long step, int stream, IntTensor key) {
        try (var _ = z.engine().scope()) {
            Tensor vectors = chosenFor(z, indices);
            move(statistics(vectors, indices));
            if (restartsAt(step)) {
                restart(vectors, stream, key, Peers.alone());
            }
        }
    }

    /**
     * Whether {@link #restart} is called for, that is whether {@link #learn} replaces codes that hardly any vector chooses in a step.
     *
     * @param step the step, from 1
     * @return whether it does
     */
    boolean restartsAt(long step);
}
