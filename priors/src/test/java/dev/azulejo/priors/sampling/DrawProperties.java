package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Temperature, top-k and top-p on any logits. */
class DrawProperties {
    /** Steps of a half, so that ties are common. */
    @Provide
    Arbitrary<float[]> logits() {
        return Arbitraries.integers()
                .between(-30, 30)
                .map(i -> i / 2f)
                .array(Float[].class)
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(boxed -> {
                    float[] values = new float[boxed.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = boxed[i];
                    }
                    return values;
                });
    }

    private static double[] weights(float[] logits, double temperature, int topK, double topP) {
        return new CategoricalDraw(new SamplingOptions(temperature, topK, topP, 0), logits.length)
                .probabilities(logits, 0);
    }

    private static double[] shares(double[] weights) {
        double total = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(w -> w / total).toArray();
    }

    private static int kept(double[] weights) {
        return (int) Arrays.stream(weights).filter(w -> w > 0).count();
    }

    @Property
    void withoutCutsItIsTheSoftmaxOverTheTemperature(
            @ForAll("logits") float[] logits, @ForAll @DoubleRange(min = 0.1, max = 10) double temperature) {
        double total = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] / temperature))
                .sum();
        double[] shares = shares(weights(logits, temperature, 0, 1));
        for (int i = 0; i < logits.length; i++) {
            assertThat(shares[i]).isCloseTo(Math.exp(logits[i] / temperature) / total, within(1e-9));
        }
    }

    @Property
    void topKLeavesTheKLikeliest(@ForAll("logits") float[] logits, @ForAll @IntRange(min = 1, max = 50) int k) {
        double[] cut = weights(logits, 1, k, 1);
        assertThat(kept(cut)).isEqualTo(Math.min(k, logits.length));
        requireLikeliest(logits, cut);
    }

    @Property
    void topPLeavesTheFewestThatReachIt(
            @ForAll("logits") float[] logits, @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
        double[] all = shares(weights(logits, 1, 0, 1));
        double[] cut = weights(logits, 1, 0, p);
        requireLikeliest(logits, cut);
        double mass = 0;
        double least = 1;
        for (int i = 0; i < cut.length; i++) {
            if (cut[i] > 0) {
                mass += all[i];
                least = Math.min(least, all[i]);
            }
        }
        assertThat(mass).isGreaterThanOrEqualTo(p - 1e-9);
        assertThat(mass - least).isLessThan(p + 1e-9);
    }

    /** No code that was cut is likelier than one that was kept, nor as likely and lower. */
    private static void requireLikeliest(float[] logits, double[] cut) {
        for (int i = 0; i < cut.length; i++) {
            for (int j = 0; j < cut.length; j++) {
                if (cut[i] == 0 && cut[j] > 0) {
                    assertThat(logits[i] < logits[j] || (logits[i] == logits[j] && i > j))
                            .isTrue();
                }
            }
        }
    }

    @Property
    void aDrawIsAlwaysOneThatWasKept(
            @ForAll("logits") float[] logits,
            @ForAll @IntRange(min = 0, max = 50) int k,
            @ForAll @DoubleRange(min = 0.01, max = 1) double p,
            @ForAll @DoubleRange(min = 0, max = 0.99) double uniform) {
        var draw = new CategoricalDraw(new SamplingOptions(1, k, p, 0), logits.length);
        int code = draw.draw(logits, 0, uniform);
        assertThat(draw.probabilities(logits, 0)[code]).isGreaterThan(0);
    }
}
