package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.vqvae2.train.Evaluation.CodeUse;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
    /** Expected values: {@code src/test/python/ssim.py}. */
    @ParameterizedTest
    @CsvSource({"32, 32, 1, 0.9519316372592173", "17, 23, 3, 0.9513984207619314", "8, 8, 1, 0.9597882755567191"})
    void similarityIsWangs(int height, int width, int channels, double expected) {
        int n = height * width * channels;
        float[] a = new float[n + 5];
        float[] b = new float[n + 3];
        for (int i = 0; i < n; i++) {
            a[i + 5] = (i * 37 % 101) / 100f;
            b[i + 3] = 0.8f * a[i + 5] + 0.2f * ((i * 53 % 97) / 96f);
        }
        var similarity = new StructuralSimilarity(height, width, channels);
        assertThat(similarity.compare(a, 5, b, 3)).isCloseTo(expected, within(1e-6));
        assertThat(similarity.compare(a, 5, a, 5)).isCloseTo(1, within(1e-12));
    }

    @Property(tries = 100)
    void perplexityLiesBetweenOneAndTheCodesInUse(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 9) Integer> counts) {
        long[] longs = counts.stream().mapToLong(Integer::longValue).toArray();
        int used = (int) counts.stream().filter(count -> count > 0).count();
        CodeUse use = CodeUse.of("top", longs);
        assertThat(use.codes()).isEqualTo(counts.size());
        assertThat(use.used()).isEqualTo(used);
        assertThat(use.perplexity()).isBetween(1 - 1e-9, Math.max(1, used) + 1e-9);
    }

    @Test
    void perplexityOfEqualCountsIsTheirNumber() {
        assertThat(CodeUse.of("top", new long[] {5, 0, 5, 5, 0}).perplexity()).isCloseTo(3, within(1e-12));
    }

    @Test
    void severalCodesAPositionAreCountedTogetherAndByDepth() {
        CodeUse use = CodeUse.of("top", new long[][] {{3, 3, 0, 0}, {0, 0, 0, 6}});
        assertThat(use.used()).isEqualTo(3);
        assertThat(use.vectors()).isEqualTo(12);
        assertThat(use.depths()).extracting(CodeUse::used).containsExactly(2, 1);
        assertThat(use.depths().getFirst().perplexity()).isCloseTo(2, within(1e-12));
        assertThat(CodeUse.of("top", new long[][] {{3, 3}}).depths()).isEmpty();
    }

    @Test
    void aCodebookOfWhichLittleIsUsedHasCollapsed() {
        long[] few = new long[512];
        few[3] = 1000;
        few[9] = 5000;
        assertThat(CodeUse.of("top", few).isCollapsed()).isTrue();
        java.util.Arrays.fill(few, 0, 52, 100);
        assertThat(CodeUse.of("top", few).isCollapsed()).isFalse();
        // Of nine codes nine could be different.
        long[] hardlyAny = new long[512];
        hardlyAny[0] = 9;
        assertThat(CodeUse.of("top", hardlyAny).isCollapsed()).isFalse();
    }
}
