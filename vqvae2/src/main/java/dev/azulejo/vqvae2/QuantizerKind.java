package dev.azulejo.vqvae2;

/** How a codebook is learned. */
public enum QuantizerKind {
    /** By the gradient of the codebook loss: the seed's. */
    GRADIENT,
    /** By exponential moving averages of the vectors that choose a code: the paper's. */
    EMA
}
