package dev.azulejo.engine.backend;

/** Functions of two elements. */
public enum BinaryFunction {
    /** a + b. */
    ADD,
    /** a - b. */
    SUBTRACT,
    /** a b. */
    MULTIPLY,
    /** a / b. */
    DIVIDE,
    /** 1 where a &lt; b, else 0. */
    LESS,
    /** 1 where a = b, else 0. */
    EQUAL
}
