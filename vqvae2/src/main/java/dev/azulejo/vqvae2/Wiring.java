package dev.azulejo.vqvae2;

/** The input of a level's quantizer besides the level's own features. */
public enum Wiring {
    /** Nothing, as in the reference model: levels are quantized independently of each other. */
    REFERENCE,
    /**
     * The decoded codes of the levels above, as in the paper (arXiv 1906.00446, section 3.1): a level has only to say what
     * those above did not.
     */
    PAPER
}
