package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.PriorConfig;
import dev.azulejo.priors.Toys;
import dev.azulejo.priors.sampling.walk.CachedWalk;
import dev.azulejo.priors.sampling.walk.CodeWalk;
import dev.azulejo.priors.sampling.walk.PlainWalk;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
    private static final SamplingOptions OPTIONS = SamplingOptions.of(5);

    @ParameterizedTest
    @CsvSource({
        // kernel, layers, attentions, height, width, condition, classes, depth
        "3,4,2,3,5,0,0,1",
        "3,2,0,5,3,4,0,1",
        "5,3,1,4,4,4,3,1",
        "3,1,1,1,6,0,2,1",
        "3,3,3,6,1,2,0,1",
        "3,2,1,3,6,0,0,3",
        "3,2,0,3,8,4,2,2",
    })
    void cachedAndUncachedSamplingGiveTheSameLogitsAndCodes(
            int kernel, int layers, int attentions, int height, int width, int condition, int classes, int depth) {
        CodeGrid grid = new CodeGrid(11, height, width, condition, depth);
        PriorConfig config = Toys.with(
                Toys.CONFIG,
                "kernel=" + kernel,
                "layers=" + layers,
                "attention_layers=" + attentions,
                "condition_blocks=2",
                "classes=" + classes);
        int n = 3;
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, config, 1);
            Tensor above =
                    condition == 0 ? null : Toys.randomTensor(engine, Shape.of(n, height, width / depth, condition), 1);
            int[] labels = classes == 0 ? null : Toys.randomInts(n, classes, 1);
            int[] plain = Sampler.uncached(prior, 0, OPTIONS)
                    .sample(0, n, labels, above)
                    .toArray();
            int[] cached =
                    Sampler.of(prior, 0, OPTIONS).sample(0, n, labels, above).toArray();
            assertThat(cached).containsExactly(plain);

            try (var _ = engine.scope()) {
                IntTensor known = labels == null ? null : engine.ints(Shape.of(n), labels);
                CodeWalk slow = new PlainWalk(prior, n, known, above);
                CodeWalk fast = new CachedWalk(prior, n, known, above);
                for (int i = 0; i < grid.positions(); i++) {
                    float[] expected = slow.next();
                    float[] found = fast.next();
                    for (int k = 0; k < expected.length; k++) {
                        assertThat(found[k]).as("position %d", i).isCloseTo(expected[k], within(2e-5f));
                    }
                    int[] codes = Toys.randomInts(n, grid.codes(), i);
                    slow.put(codes);
                    fast.put(codes);
                }
            }
        }
    }

    @Test
    void anImageDoesNotDependOnItsBatch() {
        CodeGrid grid = new CodeGrid(11, 3, 4, 0);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.CONFIG, 2);
            Sampler sampler = Sampler.of(prior, 0, OPTIONS);
            int[] all = sampler.sample(0, 7, null, null).toArray();
            int[] head = sampler.sample(0, 2, null, null).toArray();
            int[] tail = sampler.sample(2, 5, null, null).toArray();
            assertThat(Arrays.copyOf(all, 24)).containsExactly(head);
            assertThat(Arrays.copyOfRange(all, 24, 84)).containsExactly(tail);
            assertThat(Sampler.of(prior, 1, OPTIONS).sample(0, 7, null, null).toArray())
                    .isNotEqualTo(all);
            assertThat(Sampler.of(prior, 0, SamplingOptions.of(6))
                            .sample(0, 7, null, null)
                            .toArray())
                    .isNotEqualTo(all);
        }
    }

    @Test
    void samplesHaveTheProbabilitiesOfThePrior() {
        CodeGrid grid = new CodeGrid(3, 1, 2, 0);
        int n = 6000;
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.CONFIG, 3);
            int[] pairs = {0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2, 2, 0, 2, 1, 2, 2};
            float[] logs = prior.logits(engine.ints(Shape.of(9, 1, 2), pairs), null, null)
                    .logSoftmax()
                    .toArray();
            int[] codes = Sampler.of(prior, 0, OPTIONS).sample(0, n, null, null).toArray();
            double[] counts = new double[9];
            for (int i = 0; i < n; i++) {
                counts[3 * codes[2 * i] + codes[2 * i + 1]]++;
            }
            for (int pair = 0; pair < 9; pair++) {
                double p = Math.exp(logs[pair * 6 + pairs[2 * pair]] + logs[pair * 6 + 3 + pairs[2 * pair + 1]]);
                assertThat(counts[pair] / n).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / n) + 1e-4));
            }
        }
    }

    @Test
    void buffersAreUsedAgain() {
        CodeGrid grid = new CodeGrid(11, 4, 4, 0);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.CONFIG, 2);
            Sampler sampler = Sampler.of(prior, 0, OPTIONS);
            long once = 0;
            for (int i = 0; i < 3; i++) {
                try (var _ = engine.scope()) {
                    sampler.sample(4L * i, 4, null, null);
                }
                once = once == 0 ? engine.pooledBytes() : once;
            }
            assertThat(engine.pooledBytes()).isEqualTo(once);
        }
    }

    @Test
    void absurdOptionsAreNamed() {
        assertThatThrownBy(() -> new SamplingOptions(-1, 0, 1, 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new SamplingOptions(1, -1, 1, 0)).hasMessageContaining("top_k");
        assertThatThrownBy(() -> new SamplingOptions(1, 0, 0, 0)).hasMessageContaining("top_p");
        assertThatThrownBy(() -> new SamplingOptions(Double.NaN, 0, 1, 0)).hasMessageContaining("temperature");
    }
}
