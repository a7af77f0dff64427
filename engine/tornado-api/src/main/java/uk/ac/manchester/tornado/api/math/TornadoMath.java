package uk.ac.manchester.tornado.api.math;

/** Functions that a device has of its own. */
public final class TornadoMath {
    private TornadoMath() {}

    /**
     * Square root.
     *
     * @param value the argument
     * @return its square root
     */
    public static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    /**
     * Exponential function.
     *
     * @param value the argument
     * @return e to its power
     */
    public static float exp(float value) {
        return (float) Math.exp(value);
    }

    /**
     * Natural logarithm.
     *
     * @param value the argument
     * @return its logarithm
     */
    public static float log(float value) {
        return (float) Math.log(value);
    }

    /**
     * Hyperbolic tangent.
     *
     * @param value the argument
     * @return its hyperbolic tangent
     */
    public static float tanh(float value) {
        return (float) Math.tanh(value);
    }

    /**
     * The smaller of two values.
     *
     * @param a one
     * @param b the other
     * @return the smaller
     */
    public static int min(int a, int b) {
        return Math.min(a, b);
    }

    /**
     * The larger of two values.
     *
     * @param a one
     * @param b the other
     * @return the larger
     */
    public static float max(float a, float b) {
        return Math.max(a, b);
    }
}
