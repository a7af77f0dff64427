package dev.azulejo.vqvae2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LevelDropoutTest {
    private static final int IMAGES = 20_000;

    @Test
    void everyPrefixGetsAnEqualPartOfTheShare() {
        int[] lowest = LevelDropout.draw(IMAGES, 4, 0.3, 5, 7);
        for (int level = 1; level < 4; level++) {
            int here = level;
            long count = Arrays.stream(lowest).filter(l -> l == here).count();
            assertThat((double) count / IMAGES).isCloseTo(0.1, within(0.01));
        }
        assertThat(Arrays.stream(lowest)).allMatch(l -> l >= 0 && l < 4);
    }

    @Test
    void imagesAreAFunctionOfSeedAndStepAlone() {
        int[] lowest = LevelDropout.draw(50, 2, 0.5, 5, 7);
        assertThat(LevelDropout.draw(50, 2, 0.5, 5, 7)).isEqualTo(lowest);
        assertThat(LevelDropout.draw(20, 2, 0.5, 5, 7)).isEqualTo(Arrays.copyOf(lowest, 20));
        assertThat(LevelDropout.draw(50, 2, 0.5, 6, 7)).isNotEqualTo(lowest);
        assertThat(LevelDropout.draw(50, 2, 0.5, 5, 8)).isNotEqualTo(lowest);
    }

    @Test
    void nothingIsDroppedWithoutAShareOrWithoutALevelAbove() {
        assertThat(LevelDropout.draw(50, 3, 0, 5, 7)).containsOnly(0);
        assertThat(LevelDropout.draw(50, 1, 0.9, 5, 7)).containsOnly(0);
    }
}
