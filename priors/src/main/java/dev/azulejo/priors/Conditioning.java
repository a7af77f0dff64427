package dev.azulejo.priors;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;

/**
 * The class and the levels above that a pass is conditioned on, and its dropout, as every block of the network reads them.
 *
 * @param labels {@code [N]}, or null
 * @param condition {@code [N,H,W,hidden]}, the levels above behind the conditioning stack, or null
 * @param dropout of this pass
 */
public record Conditioning(IntTensor labels, Tensor condition, Dropout dropout) {}
