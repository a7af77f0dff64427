package dev.azulejo.priors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.sampling.Sampler;
import dev.azulejo.priors.sampling.SamplingOptions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the grid and the network. */
class CausalProperties {
    @Property(tries = 60)
    void anotherCodeChangesOnlyWhatComesAfterItAndCachedSamplingIsPlainSampling(
            @ForAll @IntRange(min = 1, max = 5) int height,
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll @IntRange(min = 2, max = 9) int codes,
            @ForAll @IntRange(min = 1, max = 3) int layers,
            @ForAll @IntRange(min = 0, max = 1) int attentions,
            @ForAll @IntRange(min = 0, max = 2) int classes,
            @ForAll @IntRange(min = 0, max = 3) int condition,
            @ForAll @IntRange(min = 0, max = 24) int changed,
            @ForAll @IntRange(min = 1, max = 1000) int seed) {
        CodeGrid grid = new CodeGrid(codes, height, width, condition);
        PriorConfig config =
                Toys.with(Toys.CONFIG, "layers=" + layers, "attention_layers=" + attentions, "classes=" + classes);
        int at = changed % grid.positions();
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, config, seed);
            int[] known = classes == 0 ? null : new int[] {seed % classes};
            IntTensor labels = classes == 0 ? null : engine.ints(Shape.of(1), known);
            Tensor above =
                    condition == 0 ? null : Toys.randomTensor(engine, Shape.of(1, height, width, condition), seed);
            int[] some = Toys.randomInts(grid.positions(), codes, seed);
            int[] other = some.clone();
            other[at] = (other[at] + 1) % codes;
            float[] before = logits(prior, some, labels, above);
            float[] after = logits(prior, other, labels, above);
            for (int k = 0; k < (at + 1) * codes; k++) {
                assertThat(after[k]).as("logit %d", k).isEqualTo(before[k]);
            }
            if (at + 1 < grid.positions() && at % width + 1 < width) {
                // The next position in the row always reads this one.
                assertThat(java.util.Arrays.equals(
                                after, (at + 1) * codes, (at + 2) * codes, before, (at + 1) * codes, (at + 2) * codes))
                        .isFalse();
            }
            SamplingOptions options = SamplingOptions.of(seed);
            assertThat(Sampler.of(prior, 0, options).sample(0, 1, known, above).toArray())
                    .containsExactly(Sampler.uncached(prior, 0, options)
                            .sample(0, 1, known, above)
                            .toArray());
        }
    }

    private static float[] logits(CodePrior prior, int[] codes, IntTensor labels, Tensor above) {
        CodeGrid grid = prior.grid();
        Engine engine = prior.engine();
        try (var _ = engine.scope()) {
            return prior.logits(engine.ints(Shape.of(1, grid.height(), grid.width()), codes), labels, above)
                    .toArray();
        }
    }
}
