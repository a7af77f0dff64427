package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;

/**
 * A quantizer whose codes are moved by what they are chosen for, besides or instead of gradients. Only training calls
 * this, so nothing moves in evaluation.
 */
public interface LearnsByItself {
    /**
     * Makes the first codes of what the encoder gives for a first batch, if that is asked for.
     *
     * @param z {@code [N,H,W,D]}, before training
     * @param stream which quantizer of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     */
    void start(Tensor z, int stream, IntTensor key);

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
    void learn(Tensor z, IntTensor indices, long step, int stream, IntTensor key);

    /**
     * Whether {@link #learn} replaces codes that hardly any vector chooses in a step.
     *
     * @param step the step, from 1
     * @return whether it does
     */
    boolean restartsAt(long step);
}
