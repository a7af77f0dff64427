package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
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
    record Statistics(Tensor counts, Tensor sums) {
        /** {@return those of vectors {@code [..., D]} and the codes that they chose} */
        static Statistics of(Tensor vectors, IntTensor indices, int codes) {
            Engine engine = vectors.engine();
            int rows = vectors.shape().rows();
            int dimension = vectors.shape().channels();
            Tensor counts = engine.allocate(Shape.of(codes));
            Tensor sums = engine.allocate(Shape.of(codes, dimension));
            engine.backend().codebooks().count(indices.buffer(), counts.buffer(), rows, codes);
            engine.backend()
                    .layouts()
                    .scatterAdd(vectors.buffer(), indices.buffer(), sums.buffer(), rows, codes, dimension);
            return new Statistics(counts, sums);
        }
    }

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
     * Whether {@link #restart} is called for in a step.
     *
     * @param step the step, from 1
     * @return whether it does
     */
    boolean restartsAt(long step);
}
