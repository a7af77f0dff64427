package dev.azulejo.engine.backend;

/** The type of one element of a {@link Buffer}. */
public enum DType {
    /** IEEE 754 single precision: images, activations, weights. */
    FLOAT32,
    /** 32-bit signed integers: codes, labels, random keys. */
    INT32
}
