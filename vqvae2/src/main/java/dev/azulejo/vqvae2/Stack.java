package dev.azulejo.vqvae2;

/** The layers of which encoders and decoders are stacked up. */
public enum Stack {
    /** The reference model's: every layer has the hidden channels. */
    REFERENCE,
    /**
     * Sonnet's example of a VQ-VAE, as rosinality's VQ-VAE-2 has them: half the hidden channels between a level and the
     * image (or between an encoder's halving and its 3x3 convolution), and a ReLU behind the residual blocks.
     */
    SONNET;

    /** Channels on the finer side of a level with so many hidden ones. */
    int outer(int hidden) {
        return this == SONNET ? Math.max(1, hidden / 2) : hidden;
    }
}
