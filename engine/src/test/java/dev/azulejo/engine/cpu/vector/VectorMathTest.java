package dev.azulejo.engine.cpu.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** The polynomials against StrictMath, over all exponents, and where they saturate. */
class VectorMathTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void expIsWithinTwoUlpAndSaturates() {
        assertUlp("exp", VectorMath::exp, StrictMath::exp, -103, 88.72f, 2);
        assertValue(VectorMath::exp, 0, 1);
        assertValue(VectorMath::exp, -0f, 1);
        assertValue(VectorMath::exp, Float.MIN_VALUE, 1);
        assertValue(VectorMath::exp, 88.73f, INFINITY);
        assertValue(VectorMath::exp, Float.MAX_VALUE, INFINITY);
        assertValue(VectorMath::exp, INFINITY, INFINITY);
        assertValue(VectorMath::exp, -104.1f, 0);
        assertValue(VectorMath::exp, -Float.MAX_VALUE, 0);
        assertValue(VectorMath::exp, -INFINITY, 0);
        assertValue(VectorMath::exp, Float.NaN, Float.NaN);
    }

    @Test
    void expOfNegativeIsWithinTwoUlpAndFlushesToZero() {
        assertUlp("expOfNegative", VectorMath::expOfNegative, StrictMath::exp, -87.33f, 1, 2);
        assertValue(VectorMath::expOfNegative, 0, 1);
        assertValue(VectorMath::expOfNegative, -87.4f, 0);
        assertValue(VectorMath::expOfNegative, -INFINITY, 0);
        assertValue(VectorMath::expOfNegative, Float.NaN, Float.NaN);
    }

    @Test
    void expm1IsWithinThreeUlpNearZeroToo() {
        assertUlp("expm1", VectorMath::expm1OfNegative, StrictMath::expm1, -100, 0, 3);
        assertValue(VectorMath::expm1OfNegative, -INFINITY, -1);
        assertValue(VectorMath::expm1OfNegative, Float.NaN, Float.NaN);
    }

    @Test
    void logIsWithinTwoUlpAndSaturates() {
        assertUlp("log", VectorMath::log, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE, 2);
        assertValue(VectorMath::log, 1, 0);
        assertValue(VectorMath::log, 0, -INFINITY);
        assertValue(VectorMath::log, -0f, -INFINITY);
        assertValue(VectorMath::log, -1, Float.NaN);
        assertValue(VectorMath::log, -INFINITY, Float.NaN);
        assertValue(VectorMath::log, INFINITY, INFINITY);
        assertValue(VectorMath::log, Float.NaN, Float.NaN);
        assertThat(lane(VectorMath::log, Float.MIN_VALUE)).isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
    }

    @Test
    void tanhIsWithinThreeUlpAndSaturates() {
        assertUlp("tanh", VectorMath::tanh, StrictMath::tanh, -20, 20, 3);
        for (float x : new float[] {0, -0f, Float.MIN_VALUE, -1e-20f}) {
            assertValue(VectorMath::tanh, x, x);
        }
        assertValue(VectorMath::tanh, 10, 1);
        assertValue(VectorMath::tanh, INFINITY, 1);
        assertValue(VectorMath::tanh, -INFINITY, -1);
        assertValue(VectorMath::tanh, -Float.MAX_VALUE, -1);
        assertValue(VectorMath::tanh, Float.NaN, Float.NaN);
    }

    @Test
    void sigmoidIsWithinThreeUlpAndSaturates() {
        assertUlp("sigmoid", VectorMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87, 87, 3);
        assertValue(VectorMath::sigmoid, 0, 0.5f);
        assertValue(VectorMath::sigmoid, INFINITY, 1);
        assertValue(VectorMath::sigmoid, -INFINITY, 0);
        assertValue(VectorMath::sigmoid, Float.NaN, Float.NaN);
    }

    /** Some million floats of the range, evenly spaced among all floats, so that every exponent is met. */
    private static void assertUlp(
            String name, UnaryOperator<FloatVector> f, DoubleUnaryOperator exact, float low, float high, double bound) {
        double worst = 0;
        float worstAt = 0;
        int from = ordered(low);
        int to = ordered(high);
        long step = Math.max(1, ((long) to - from) / 1_000_000);
        float[] x = new float[Lanes.COUNT];
        float[] y = new float[Lanes.COUNT];
        long next = from;
        while (next <= to) {
            for (int i = 0; i < x.length; i++, next += step) {
                x[i] = unordered((int) Math.min(next, to));
            }
            f.apply(FloatVector.fromArray(Lanes.FLOATS, x, 0)).intoArray(y, 0);
            for (int i = 0; i < x.length; i++) {
                double want = exact.applyAsDouble(x[i]);
                double error = Math.abs(y[i] - want) / Math.ulp((float) want);
                if (!(error <= worst)) {
                    worst = error;
                    worstAt = x[i];
                }
            }
        }
        assertThat(worst).as("%s: ulp at %s", name, worstAt).isLessThanOrEqualTo(bound);
    }

    /** Floats as integers in the same order. */
    private static int ordered(float x) {
        int bits = Float.floatToIntBits(x);
        return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
    }

    private static float unordered(int order) {
        return Float.intBitsToFloat(order >= 0 ? order : Integer.MIN_VALUE - order);
    }

    /** By compare, so that NaN equals NaN and -0 differs from 0. */
    private static void assertValue(UnaryOperator<FloatVector> f, float x, float want) {
        float have = lane(f, x);
        assertThat(Float.compare(have, want))
                .as("f(%s) = %s, not %s", x, have, want)
                .isZero();
    }

    private static float lane(UnaryOperator<FloatVector> f, float x) {
        float[] y = new float[Lanes.COUNT];
        f.apply(FloatVector.broadcast(Lanes.FLOATS, x)).intoArray(y, 0);
        return y[Lanes.COUNT - 1];
    }
}
