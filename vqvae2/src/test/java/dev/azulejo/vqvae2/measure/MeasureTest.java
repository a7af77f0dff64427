package dev.azulejo.vqvae2.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Figures that were worked out by hand. */
class MeasureTest {
    private static FeatureSet set(int width, float... values) {
        return new FeatureSet(width, values);
    }

    @Test
    void eigenvaluesOfATwoByTwo() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[] {2, 1, 1, 2}, 2);
        assertThat(Arrays.stream(eigen.values()).sorted().toArray())
                .containsExactly(new double[] {1, 3}, within(1e-12));
        // The root of [[2,1],[1,2]] has (sqrt(3) + 1) / 2 on the diagonal and (sqrt(3) - 1) / 2 beside it.
        double on = (Math.sqrt(3) + 1) / 2;
        double beside = (Math.sqrt(3) - 1) / 2;
        assertThat(eigen.squareRoot()).containsExactly(new double[] {on, beside, beside, on}, within(1e-12));
    }

    @Test
    void theSquareOfTheRootIsTheMatrix() {
        int n = 40;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                // Gram matrix of 7 vectors: of rank 7, so that most eigenvalues are zero.
                for (int k = 0; k < 7; k++) {
                    matrix[i * n + j] += Math.sin(i * (k + 1)) * Math.sin(j * (k + 1));
                }
            }
        }
        double[] root = SymmetricEigen.of(matrix, n).squareRoot();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += root[i * n + k] * root[k * n + j];
                }
                assertThat(sum).isCloseTo(matrix[i * n + j], within(1e-6));
            }
        }
    }

    @Test
    void theDistanceOfOneFeatureIsThatOfMeansAndDeviations() {
        // Means 1 and 5; variances 2 and 8: (5 - 1)² + (sqrt(8) - sqrt(2))² = 16 + 2.
        assertThat(FrechetDistance.between(set(1, 0, 2), set(1, 3, 7))).isCloseTo(18, within(1e-12));
    }

    @Test
    void theDistanceKnowsHowFeaturesGoTogether() {
        // Both have variances 4/3; in one the features are equal, in the other opposite.
        FeatureSet equal = set(2, 1, 1, -1, -1, 1, 1, -1, -1);
        FeatureSet opposite = set(2, 1, -1, -1, 1, 1, -1, -1, 1);
        // S1 S2 = 0, so all that remains is the sum of the variances.
        assertThat(FrechetDistance.between(equal, opposite)).isCloseTo(16.0 / 3, within(1e-9));
    }

    @Test
    void ballsReachToTheNeighbour() {
        FeatureSet real = set(1, 0, 1, 3, 10);
        // To the nearest other: radii 1, 1, 2, 7, so the balls are -1..1, 0..2, 1..5, 3..17.
        FeatureSet made = set(1, -2, 2.5f, 4, 18);
        // Made: radii 4.5, 1.5, 1.5, 14, so the balls are -6.5..2.5, 1..4, 2.5..5.5, 4..32.
        assertThat(PrecisionRecall.of(real, made, 1)).isEqualTo(new PrecisionRecall(0.5, 1));
        // To the third: radii 10, 9, 7, 10 of the real ones, which reach from -10 to 20.
        assertThat(PrecisionRecall.of(real, made).precision()).isEqualTo(1);
    }

    @Test
    void nearestAndHowOftenItIsNearer() {
        FeatureSet learned = set(1, 0, 10);
        NearestNeighbours made = NearestNeighbours.of(set(1, 1, 10, 5), learned);
        assertThat(made.rows()).containsExactly(0, 1, 0);
        assertThat(made.distances()).containsExactly(1, 0, 5);
        NearestNeighbours heldOut = NearestNeighbours.of(set(1, 2, 9), learned);
        // Pairs: 1 < 2, 1 = 1, 0 < 2, 0 < 1, 5 > 2, 5 > 1.
        assertThat(made.probabilityOfNearerThan(heldOut)).isEqualTo(3.5 / 6);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> set(3, 1, 2)).hasMessageContaining("2 values; expected rows of 3");
        assertThatThrownBy(() -> FrechetDistance.between(set(1, 1), set(1, 1, 2)))
                .hasMessageContaining("one image");
        assertThatThrownBy(() -> FrechetDistance.between(set(1, 1, 2), set(2, 1, 2)))
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> PrecisionRecall.of(set(1, 1, 2, 3), set(1, 1, 2, 3, 4)))
                .hasMessageContaining("neighbour 3 of 3 images");
        assertThatThrownBy(() -> SymmetricEigen.of(new double[] {Double.NaN, 1, 1, 1}, 2))
                .isInstanceOf(ArithmeticException.class);
    }
}
