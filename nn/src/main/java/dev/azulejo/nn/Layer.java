package dev.azulejo.nn;

import dev.azulejo.engine.Tensor;

/** A module that takes one tensor and gives one. */
public interface Layer extends Module {
    /**
     * Computes.
     *
     * @param x the input
     * @return the output
     */
    Tensor forward(Tensor x);
}
