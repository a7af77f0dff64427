package dev.azulejo.engine.cpu.vector.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The polynomials against StrictMath, over all exponents, and where they saturate. */
class VectorMathTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    // A register at a time.
    private static final Function EXP = (x, y) -> VectorMath.exp(x, 0, y, 0, Lanes.COUNT);
    private static final Function EXP_OF_DISTANCE = (x, y) -> VectorMath.expOfDistance(x, 0, 0, y, 0, Lanes.COUNT);
    private static final Function ELU = (x, y) -> VectorMath.elu(x, 0, y, 0, Lanes.COUNT);
    private static final Function LOG = (x, y) -> VectorMath.log(x, 0, y, 0, Lanes.COUNT);
    private static final Function TANH = (x, y) -> VectorMath.tanh(x, 0, y, 0, Lanes.COUNT);
    private static final Function SIGMOID = (x, y) -> VectorMath.sigmoid(x, 0, y, 0, Lanes.COUNT);

    /** y = f(x) in every lane. */
    private interface Function {
        void apply(float[] x, float[] y);
    }

    @Test
    void expIsWithinTwoUlpAndSaturates() {
        assertUlp("exp", EXP, StrictMath::exp, -103, 88.72f, 2);
        assertValue(EXP, 0, 1);
        assertValue(EXP, -0f, 1);
        assertValue(EXP, Float.MIN_VALUE, 1);
        assertValue(EXP, 88.73f, INFINITY);
        assertValue(EXP, Float.MAX_VALUE, INFINITY);
        assertValue(EXP, INFINITY, INFINITY);
        assertValue(EXP, -104.1f, 0);
        assertValue(EXP, -Float.MAX_VALUE, 0);
        assertValue(EXP, -INFINITY, 0);
        assertValue(EXP, Float.NaN, Float.NaN);
    }

    @Test
    void expOfDistanceIsWithinTwoUlpAndFlushesToZero() {
        assertUlp("expOfDistance", EXP_OF_DISTANCE, x -> StrictMath.exp(-Math.abs(x)), -87.33f, 87.33f, 2);
        assertValue(EXP_OF_DISTANCE, 0, 1);
        assertValue(EXP_OF_DISTANCE, -87.4f, 0);
        assertValue(EXP_OF_DISTANCE, -INFINITY, 0);
        assertValue(EXP_OF_DISTANCE, Float.NaN, Float.NaN);
    }

    @Test
    void eluIsWithinThreeUlpNearZeroToo() {
        assertUlp("elu", ELU, x -> x > 0 ? x : StrictMath.expm1(x), -100, 100, 3);
        assertValue(ELU, -INFINITY, -1);
        assertValue(ELU, INFINITY, INFINITY);
        assertValue(ELU, Float.NaN, Float.NaN);
    }

    @Test
    void logIsWithinTwoUlpAndSaturates() {
        assertUlp("log", LOG, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE, 2);
        assertValue(LOG, 1, 0);
        assertValue(LOG, 0, -INFINITY);
        assertValue(LOG, -0f, -INFINITY);
        assertValue(LOG, -1, Float.NaN);
        assertValue(LOG, -INFINITY, Float.NaN);
        assertValue(LOG, INFINITY, INFINITY);
        assertValue(LOG, Float.NaN, Float.NaN);
        assertThat(lane(LOG, Float.MIN_VALUE)).isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
    }

    @Test
    void tanhIsWithinThreeUlpAndSaturates() {
        assertUlp("tanh", TANH, StrictMath::tanh, -20, 20, 3);
        for (float x : new float[] {0, -0f, Float.MIN_VALUE, -1e-20f}) {
            assertValue(TANH, x, x);
        }
        assertValue(TANH, 10, 1);
        assertValue(TANH, INFINITY, 1);
        assertValue(TANH, -INFINITY, -1);
        assertValue(TANH, -Float.MAX_VALUE, -1);
        assertValue(TANH, Float.NaN, Float.NaN);
    }

    @Test
    void sigmoidIsWithinThreeUlpAndSaturates() {
        assertUlp("sigmoid", SIGMOID, x -> 1 / (1 + StrictMath.exp(-x)), -87, 87, 3);
        assertValue(SIGMOID, 0, 0.5f);
        assertValue(SIGMOID, INFINITY, 1);
        assertValue(SIGMOID, -INFINITY, 0);
        assertValue(SIGMOID, Float.NaN, Float.NaN);
    }

    /** Some million floats of the range, evenly spaced among all floats, so that every exponent is met. */
    private static void assertUlp(
            String name, Function f, DoubleUnaryOperator exact, float low, float high, double bound) {
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
            f.apply(x, y);
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
    private static void assertValue(Function f, float x, float want) {
        float have = lane(f, x);
        assertThat(Float.compare(have, want))
                .as("f(%s) = %s, not %s", x, have, want)
                .isZero();
    }

    private static float lane(Function f, float x) {
        float[] y = new float[Lanes.COUNT];
        float[] xs = new float[Lanes.COUNT];
        Arrays.fill(xs, x);
        f.apply(xs, y);
        return y[Lanes.COUNT - 1];
    }
}
