package dev.azulejo.vqvae2;

import dev.azulejo.engine.Tensor;

/** The numbers that a model computes with; whoever gives it images, or takes them, has pixels in [0,1]. */
public enum PixelRange {
    /** Pixels in [0,1], as they are. */
    UNIT,
    /** Pixels in [-1,1], as torchvision's {@code Normalize(0.5, 0.5)} makes them. */
    SIGNED;

    /** The pixels that the model computes with, of pixels in [0,1]. */
    Tensor inward(Tensor images) {
        return this == UNIT ? images : images.scale(2).plus(-1);
    }

    /** Pixels in [0,1] of those that the model computed. */
    Tensor outward(Tensor images) {
        return this == UNIT ? images : images.scale(0.5f).plus(0.5f);
    }
}
