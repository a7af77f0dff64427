package dev.azulejo.engine.backend;

/** Element-wise functions of one argument that the kernels know, with the derivative that their gradients use. */
public enum UnaryFunction {
    /** y = max(x, 0); y' = [y &gt; 0]. */
    RELU,
    /** y = x if x &gt; 0, else exp(x) - 1; y' = 1 if x &gt; 0, else y + 1. */
    ELU,
    /** y = 1 / (1 + exp(-x)); y' = y (1 - y). */
    SIGMOID,
    /** y = tanh(x); y' = 1 - y². */
    TANH,
    /** y = exp(x); y' = y. */
    EXP,
    /** y = ln(x); y' = 1 / x. */
    LOG,
    /** y = x²; y' = 2 x. */
    SQUARE,
    /** y = x sigmoid(x) (SiLU); y' = s (1 + x (1 - s)) with s = sigmoid(x). */
    SILU
}
