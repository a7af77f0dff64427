package dev.azulejo.cli;

import dev.azulejo.vqvae2.ModelConfig;

/** The arithmetic of a training step of the two-level model: its convolutions, as if each were computed directly. */
final class StepWork {
    /** A multiplication and an addition, in three directions: forward, and the gradients of input and weights. */
    private static final long FLOPS = 2 * 3;

    private StepWork() {}

    /** Floating-point operations of a step; the images themselves want no gradient. */
    static double flops(ModelConfig config, int batch) {
        double size = config.imageSize();
        double half = size * size / 4;
        double bottom = half / 4;
        double top = bottom / 4;
        double c = config.channels();
        double h = config.hidden();
        double d = config.codebook().codeDim();
        double blocks = config.resBlocks() * (9 + 1) * h * h;
        double encoderBottom = 16 * c * h * half + (16 * h * h + 9 * h * h + blocks) * bottom;
        double encoderTop = (16 * h * h + 9 * h * h + blocks) * top;
        double projections = h * d * (bottom + top);
        double decoderTop = (9 * d * h + blocks + 16 * h * d) * top;
        double decoderBottom = (9 * 2 * d * h + blocks + 16 * h * h) * bottom + 16 * h * c * half;
        double images = 2 * 16 * c * h * half;
        return batch * (FLOPS * (encoderBottom + encoderTop + projections + decoderTop + decoderBottom) - images);
    }
}
