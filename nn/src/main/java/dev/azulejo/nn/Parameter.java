package dev.azulejo.nn;

import dev.azulejo.engine.Tensor;

/**
 * A tensor of a module that is saved under a name.
 *
 * @param name its PyTorch name, as {@code encoder_bot.0.weight}
 * @param value its values; overwritten in place, never replaced
 * @param layout how it lies on disk
 * @param learned whether an optimiser updates it; if not it is state (PyTorch's buffers), as an EMA codebook
 */
public record Parameter(String name, Tensor value, Layout layout, boolean learned) {}
