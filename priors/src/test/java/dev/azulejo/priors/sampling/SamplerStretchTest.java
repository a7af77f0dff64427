package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.PriorConfig;
import dev.azulejo.priors.Toys;
import dev.azulejo.priors.sampling.walk.CachedWalk;
import dev.azulejo.priors.sampling.walk.CodeWalk;
import dev.azulejo.priors.sampling.walk.PlainWalk;
import dev.azulejo.priors.train.PriorConfiguration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sampling at the sizes of 256x256 images: a stretch of positions, as the whole network for every code takes minutes. */
class SamplerStretchTest {
    private static final long SEED = 5;

    /** Channels of the decoded top level at the reference model's sizes. */
    private static final int ABOVE = 128;

    @ParameterizedTest
    @CsvSource({"top,32,0", "bottom,64," + ABOVE})
    void codesAreTheSameAlongAStretchOfThePresets(String preset, int side, int above) {
        CodeGrid grid = new CodeGrid(512, side, side, above);
        int n = 2;
        try (Engine engine = Toys.engine();
                var _ = engine.scope()) {
            var model = PriorConfiguration.preset(preset).model();
            CodePrior prior = Toys.opinionated(engine, grid, model, 1);
            Tensor condition = above == 0 ? null : Toys.randomTensor(engine, Shape.of(n, side, side, above), 1);
            CodeWalk slow = new PlainWalk(prior, n, null, condition);
            CodeWalk fast = new CachedWalk(prior, n, null, condition);
            var draw = new CategoricalDraw(SamplingOptions.of(SEED), grid.codes());
            int[] codes = new int[n];
            // The whole network at every position of the beginning and at some later ones: beyond a row, and where
            // attention's memory has just grown.
            int[] compared = IntStream.concat(
                            IntStream.range(0, 4),
                            IntStream.of(side - 1, side, side + 1, 4 * side - 1, 4 * side, 9 * side + 3))
                    .toArray();
            for (int position = 0; position <= 9 * side + 3; position++) {
                float[] found = fast.next();
                boolean both = Arrays.binarySearch(compared, position) >= 0;
                float[] expected = both ? slow.next() : null;
                for (int i = 0; i < n; i++) {
                    double uniform = Toys.uniform(position, i);
                    codes[i] = draw.draw(found, i * grid.codes(), uniform);
                    if (both) {
                        assertThat(draw.draw(expected, i * grid.codes(), uniform))
                                .as("position %d", position)
                                .isEqualTo(codes[i]);
                    }
                }
                for (int k = 0; both && k < expected.length; k++) {
                    assertThat(found[k]).as("position %d", position).isCloseTo(expected[k], within(1e-4f));
                }
                slow.put(codes);
                fast.put(codes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "2,5", "1,20"})
    void logitsDependOnNeitherThreadsNorBatch(int threads, int n) {
        float[] alone = logits(1, 1);
        float[] found = logits(threads, n);
        assertThat(Arrays.copyOf(found, alone.length)).containsExactly(alone);
    }

    /** Of the first image of a batch, at every position of a grid: attention's memory grows on the way. */
    private static float[] logits(int threads, int n) {
        CodeGrid grid = new CodeGrid(32, 12, 12, 16);
        PriorConfig config =
                Toys.with(PriorConfiguration.preset("top").model(), "layers=2", "attention_layers=1", "classes=3");
        float[] all = new float[grid.positions() * grid.codes()];
        try (Engine engine = new Engine(Backends.choose(Backends.defaultName(), threads));
                var _ = engine.scope()) {
            CodePrior prior = Toys.opinionated(engine, grid, config, 1);
            int[] labels = new int[n];
            Tensor condition = engine.full(Shape.of(n, 12, 12, 16), 0.5f);
            CodeWalk walk = new CachedWalk(prior, n, engine.ints(Shape.of(n), labels), condition);
            for (int position = 0; position < grid.positions(); position++) {
                System.arraycopy(walk.next(), 0, all, position * grid.codes(), grid.codes());
                int[] codes = new int[n];
                Arrays.setAll(codes, i -> (int) (Toys.uniform(7, i) * grid.codes()));
                codes[0] = position % grid.codes();
                walk.put(codes);
            }
        }
        return all;
    }
}
