package dev.azulejo.engine.backend;

/** Element-wise functions of two arguments of the same shape. */
public enum BinaryFunction {
    /** a + b. */
    ADD,
    /** a - b. */
    SUBTRACT,
    /** a b. */
    MULTIPLY,
    /** a / b. */
    DIVIDE
}
