package dev.azulejo.vqvae2;

import dev.azulejo.engine.Tensor;

/** Which levels of the hierarchy a reconstruction is made of; what the others would say is zero. */
public enum Levels {
    /** All of them. */
    ALL,
    /** The coarsest alone. */
    TOP,
    /** The finest alone. */
    BOTTOM;

    /**
     * Encodes images and decodes these levels.
     *
     * @param model the model
     * @param images {@code [N,H,W,C]}, pixels in [0,1]
     * @return {@code [N,H,W,C]}, not clamped
     */
    public Tensor reconstruct(VqVae2 model, Tensor images) {
        var codes = model.encode(images);
        return switch (this) {
            case ALL -> model.decodeCodes(codes);
            case TOP -> model.decodeOnly(codes.size() - 1, codes.getLast());
            case BOTTOM -> model.decodeOnly(0, codes.getFirst());
        };
    }
}
