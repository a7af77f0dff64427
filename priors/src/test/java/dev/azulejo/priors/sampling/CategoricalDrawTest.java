package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.random.Philox;
import org.junit.jupiter.api.Test;

class CategoricalDrawTest {
    /** Codes 0 to 3 with probabilities 1/8, 1/2, 1/4, 1/8, behind one that does not count. */
    private static final float[] LOGITS = {99, ln(1), ln(4), ln(2), ln(1)};

    private static float ln(double x) {
        return (float) Math.log(x);
    }

    private static CategoricalDraw draw(double temperature, int topK, double topP) {
        return new CategoricalDraw(new SamplingOptions(temperature, topK, topP, 0), 4);
    }

    @Test
    void aUniformNumberFallsIntoTheShareOfItsCode() {
        CategoricalDraw draw = draw(1, 0, 1);
        assertThat(draw.draw(LOGITS, 1, 0)).isEqualTo(0);
        assertThat(draw.draw(LOGITS, 1, 0.1249)).isEqualTo(0);
        assertThat(draw.draw(LOGITS, 1, 0.1251)).isEqualTo(1);
        assertThat(draw.draw(LOGITS, 1, 0.6249)).isEqualTo(1);
        assertThat(draw.draw(LOGITS, 1, 0.6251)).isEqualTo(2);
        assertThat(draw.draw(LOGITS, 1, 0.8751)).isEqualTo(3);
        assertThat(draw.draw(LOGITS, 1, Math.nextDown(1.0))).isEqualTo(3);
    }

    @Test
    void temperatureIsAPowerOfTheProbabilities() {
        assertThat(draw(0.5, 0, 1).probabilities(LOGITS, 1))
                .containsExactly(new double[] {1 / 16.0, 1, 1 / 4.0, 1 / 16.0}, within(1e-6));
        assertThat(draw(2, 0, 1).probabilities(LOGITS, 1))
                .containsExactly(new double[] {0.5, 1, Math.sqrt(0.5), 0.5}, within(1e-6));
        assertThat(draw(0, 0, 1).draw(LOGITS, 1, 0.99)).isEqualTo(1);
        assertThat(draw(0, 0, 1).draw(new float[] {1, 3, 3, 2}, 0, 0.99)).isEqualTo(1);
    }

    @Test
    void topKKeepsTheLikeliestAndOfEqualsTheLower() {
        assertThat(draw(1, 2, 1).probabilities(LOGITS, 1)).containsExactly(new double[] {0, 1, 0.5, 0}, within(1e-6));
        assertThat(draw(1, 3, 1).probabilities(LOGITS, 1))
                .containsExactly(new double[] {0.25, 1, 0.5, 0}, within(1e-6));
        assertThat(draw(1, 9, 1).probabilities(LOGITS, 1))
                .containsExactly(new double[] {0.25, 1, 0.5, 0.25}, within(1e-6));
        assertThat(draw(1, 1, 1).draw(LOGITS, 1, 0.99)).isEqualTo(1);
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        assertThat(draw(1, 0, 0.49).probabilities(LOGITS, 1)).containsExactly(new double[] {0, 1, 0, 0}, within(1e-6));
        assertThat(draw(1, 0, 0.7).probabilities(LOGITS, 1)).containsExactly(new double[] {0, 1, 0.5, 0}, within(1e-6));
        assertThat(draw(1, 0, 0.8).probabilities(LOGITS, 1))
                .containsExactly(new double[] {0.25, 1, 0.5, 0}, within(1e-6));
        assertThat(draw(1, 0, 1e-9).draw(LOGITS, 1, 0.99)).isEqualTo(1);
        // After top-k the two that are left share all: 2/3 and 1/3.
        assertThat(draw(1, 2, 0.6).probabilities(LOGITS, 1)).containsExactly(new double[] {0, 1, 0, 0}, within(1e-6));
        assertThat(draw(1, 2, 0.7).probabilities(LOGITS, 1)).containsExactly(new double[] {0, 1, 0.5, 0}, within(1e-6));
    }

    @Test
    void negativeLogitsAreRankedAsPositiveOnes() {
        float[] logits = {-3, -1, -0f, 0f};
        assertThat(draw(1, 1, 1).probabilities(logits, 0)).containsExactly(0, 0, 1, 0);
        assertThat(draw(1, 3, 1).probabilities(logits, 0)[0]).isZero();
    }

    @Test
    void manyDrawsHaveTheFrequenciesOfTheDistribution() {
        CategoricalDraw draw = draw(1, 0, 1);
        int[] counts = new int[4];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            counts[draw.draw(LOGITS, 1, Philox.uniform(1, 2, 3, i))]++;
        }
        double[] expected = {0.125, 0.5, 0.25, 0.125};
        for (int code = 0; code < 4; code++) {
            double deviation = Math.sqrt(expected[code] * (1 - expected[code]) / draws);
            assertThat((double) counts[code] / draws).isCloseTo(expected[code], within(4 * deviation));
        }
    }
}
