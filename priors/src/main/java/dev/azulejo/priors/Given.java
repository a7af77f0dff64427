package dev.azulejo.priors;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;

/**
 * What a pass is conditioned on, for every block of the network.
 *
 * @param labels {@code [N]}, or null
 * @param condition {@code [N,H,W,hidden]}, the levels above behind the conditioning stack, or null
 * @param dropout of this pass
 */
public record Given(IntTensor labels, Tensor condition, Dropout dropout) {}
