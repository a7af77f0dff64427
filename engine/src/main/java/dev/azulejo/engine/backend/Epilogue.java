package dev.azulejo.engine.backend;

/**
 * The work that a kernel does on a product before it stores it: {@code y = product + bias}, then {@code max(y, 0)} if
 * relu, then {@code + residual}. Fused because each would be another walk through memory.
 *
 * @param bias {@code [channels]}, or null
 * @param relu whether to apply max(y, 0)
 * @param residual the output's shape, or null; may be the output buffer itself
 */
public record Epilogue(Buffer bias, boolean relu, Buffer residual) {
    /** Stores the product as it is. */
    public static final Epilogue NONE = new Epilogue(null, false, null);

    /**
     * Adds a bias alone.
     *
     * @param bias {@code [channels]}, or null
     * @return the epilogue
     */
    public static Epilogue bias(Buffer bias) {
        return new Epilogue(bias, false, null);
    }
}
