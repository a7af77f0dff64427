package dev.azulejo.vqvae2;

/** The way from upper levels down: what a level's quantizer reads besides its own features, and what its decoder does. */
public enum Wiring {
    /** Levels are quantized independently of each other, as in the reference model; decoders read the decoded level above. */
    REFERENCE,
    /**
     * Quantizers read the decoded codes of the levels above, as decoders do (arXiv 1906.00446, section 3.1): a level has
     * only to say what those above did not.
     */
    PAPER,
    /**
     * Quantizers read the decoded codes of the levels above; decoders the codes themselves, doubled by a transposed
     * convolution, as in rosinality's VQ-VAE-2.
     */
    UPSAMPLED
}
