package dev.azulejo.vqvae2.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

class MeasureProperties {
    @Provide
    Arbitrary<FeatureSet> sets() {
        return Combinators.combine(
                        Arbitraries.integers().between(5, 12),
                        Arbitraries.floats().between(-3, 3).array(float[].class).ofSize(12 * 3))
                .as((count, values) -> new FeatureSet(3, Arrays.copyOf(values, 3 * count)));
    }

    private static FeatureSet shifted(FeatureSet set, float... by) {
        float[] values = set.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += by[i % set.width()];
        }
        return new FeatureSet(set.width(), values);
    }

    @Property(tries = 200)
    void aSetIsNoDistanceFromItself(@ForAll("sets") FeatureSet set) {
        assertThat(FrechetDistance.between(set, set)).isCloseTo(0, within(1e-6));
        assertThat(PrecisionRecall.of(set, set)).isEqualTo(new PrecisionRecall(1, 1));
        assertThat(NearestNeighbours.of(set, set).distances()).containsOnly(0);
    }

    @Property(tries = 200)
    void theDistanceIsSymmetric(@ForAll("sets") FeatureSet a, @ForAll("sets") FeatureSet b) {
        double there = FrechetDistance.between(a, b);
        assertThat(there).isNotNegative();
        assertThat(FrechetDistance.between(b, a)).isCloseTo(there, within(1e-6 * (1 + there)));
    }

    @Property(tries = 200)
    void aShiftIsItsSquaredLengthAway(@ForAll("sets") FeatureSet set) {
        assertThat(FrechetDistance.between(set, shifted(set, 3, 0, -4))).isCloseTo(25, within(1e-3));
    }

    @Property(tries = 200)
    void whatIsRealAndWhatIsMadeExchangePrecisionAndRecall(
            @ForAll("sets") FeatureSet real, @ForAll("sets") FeatureSet made) {
        PrecisionRecall one = PrecisionRecall.of(real, made);
        PrecisionRecall other = PrecisionRecall.of(made, real);
        assertThat(other).isEqualTo(new PrecisionRecall(/* precision= */ one.recall(), /* recall= */ one.precision()));
        assertThat(one.precision()).isBetween(0.0, 1.0);
    }

    @Property(tries = 200)
    void farSetsHaveNothingOfEachOther(@ForAll("sets") FeatureSet set) {
        assertThat(PrecisionRecall.of(set, shifted(set, 100, 0, 0))).isEqualTo(new PrecisionRecall(0, 0));
    }

    @Property(tries = 200)
    void theNearestIsThatOfALoopOverAll(@ForAll("sets") FeatureSet images, @ForAll("sets") FeatureSet among) {
        NearestNeighbours nearest = NearestNeighbours.of(images, among);
        for (int i = 0; i < images.count(); i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < among.count(); j++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += Math.pow(images.values()[3 * i + k] - (double) among.values()[3 * j + k], 2);
                }
                least = Math.min(least, Math.sqrt(sum));
            }
            assertThat(nearest.distances()[i]).isCloseTo(least, within(1e-9));
        }
    }

    @Property(tries = 200)
    void nearerAndFartherMakeOne(
            @ForAll("sets") FeatureSet a, @ForAll("sets") FeatureSet b, @ForAll("sets") FeatureSet among) {
        NearestNeighbours one = NearestNeighbours.of(a, among);
        NearestNeighbours other = NearestNeighbours.of(b, among);
        assertThat(one.probabilityOfNearerThan(one)).isCloseTo(0.5, within(1e-12));
        assertThat(one.probabilityOfNearerThan(other) + other.probabilityOfNearerThan(one))
                .isCloseTo(1, within(1e-12));
    }

    @Property(tries = 200)
    void aBoundChangesNoDistanceBelowIt(
            @ForAll @Size(min = 70, max = 120) List<@FloatRange(min = -3, max = 3) Float> values,
            @ForAll @DoubleRange(min = 0, max = 800) double bound) {
        int width = values.size() / 2;
        float[] both = new float[2 * width];
        for (int i = 0; i < both.length; i++) {
            both[i] = values.get(i);
        }
        FeatureSet set = new FeatureSet(width, both);
        double distance = set.squaredDistance(0, set, 1);
        double bounded = set.squaredDistance(0, set, 1, bound);
        if (distance <= bound) {
            assertThat(bounded).isEqualTo(distance);
        } else {
            assertThat(bounded).isGreaterThan(bound).isLessThanOrEqualTo(distance);
        }
    }
}
