package dev.azulejo.vqvae2.quantize;

/** The source of the first codes. */
public enum CodebookInit {
    /** U(-1/K, 1/K), as the reference model's. */
    UNIFORM,
    /** Vectors that the encoder gives for the first batch. */
    DATA
}
