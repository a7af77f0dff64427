package dev.azulejo.engine.backend;

/** Element-wise functions of one argument that the kernels know, with the derivative that their gradients use. */
public enum UnaryFunction {
    /** y = max(x, 0); y' = [y &gt; 0]. */
    RELU(true),
    /** y = x if x &gt; 0, else exp(x) - 1; y' = 1 if y &gt; 0, else y + 1. */
    ELU(true),
    /** y = 1 / (1 + exp(-x)); y' = y (1 - y). */
    SIGMOID(true),
    /** y = tanh(x); y' = 1 - y². */
    TANH(true),
    /** y = exp(x); y' = y. */
    EXP(true),
    /** y = ln(x); y' = 1 / x. */
    LOG(false),
    /** y = x²; y' = 2 x. */
    SQUARE(false),
    /** y = x sigmoid(x) (SiLU); y' = s (1 + x (1 - s)) with s = sigmoid(x). */
    SILU(false),
    /** y = 1 / sqrt(x); y' = -y³ / 2. */
    RSQRT(true),
    /** y = the integer nearest to x, of two the even one; y' = 0. */
    ROUND(false);

    private final boolean ofValue;

    UnaryFunction(boolean ofValue) {
        this.ofValue = ofValue;
    }

    /**
     * {@return whether the derivative is computed from the value y, and not from the argument x; the other need not be
     *     kept}
     */
    public boolean derivativeOfValue() {
        return ofValue;
    }
}
