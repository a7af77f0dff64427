package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.VqVae2;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 1 and stage 2 together: conditions in training and in sampling, and new images. */
class GenerationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void imagesAreTheDecodedCodesWhateverTheBatch(int levels) {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, levels);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 0), SamplingOptions.of(1));
            Generation.Generated all = generation.sample(0, 3, -1);
            assertThat(all.images().shape()).isEqualTo(Shape.of(3, 32, 32, 1));
            assertThat(all.codes().getFirst().shape()).isEqualTo(Shape.of(3, 8, 8));
            assertThat(all.labels()).isNull();
            assertThat(all.images().toArray())
                    .containsExactly(model.decode(all.codes()).toArray());
            Generation.Generated last = generation.sample(2, 1, -1);
            for (int level = 0; level < levels; level++) {
                int[] codes = all.codes().get(level).toArray();
                assertThat(last.codes().get(level).toArray())
                        .containsExactly(Arrays.copyOfRange(codes, codes.length / 3 * 2, codes.length));
            }
        }
    }

    @Test
    void severalCodesAPositionAreDrawnAndDecoded() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 2, "quantizer=residual", "depth=3");
            List<CodePrior> priors = Toys.priors(engine, model.config(), 0);
            assertThat(priors.getFirst().grid().width()).isEqualTo(24);
            var generation = new Generation(model, priors, SamplingOptions.of(1));
            Generation.Generated all = generation.sample(0, 3, -1);
            assertThat(all.codes().getFirst().shape()).isEqualTo(Shape.of(3, 8, 8, 3));
            assertThat(all.codes().getLast().shape()).isEqualTo(Shape.of(3, 4, 4, 3));
            assertThat(all.images().toArray())
                    .containsExactly(model.decode(all.codes()).toArray());
            int[] top = Sampler.uncached(priors.getLast(), 1, SamplingOptions.of(1))
                    .sample(0, 3, null, null)
                    .toArray();
            assertThat(all.codes().getLast().toArray()).containsExactly(top);
            Tensor condition = model.decodeAbove(0, List.of(all.codes().getLast()));
            int[] bottom = Sampler.uncached(priors.getFirst(), 0, SamplingOptions.of(1))
                    .sample(0, 3, null, condition)
                    .toArray();
            assertThat(all.codes().getFirst().toArray()).containsExactly(bottom);
            KnownCodes upper = KnownCodes.ofUpperPart(model, all.images(), 2);
            int[] known = upper.levels().getFirst();
            assertThat(known[95]).isNotEqualTo(KnownCodes.DRAWN);
            assertThat(known[96]).isEqualTo(KnownCodes.DRAWN);
            int[] completed =
                    generation.complete(0, new int[3], upper).codes().getFirst().toArray();
            for (int i = 0; i < known.length; i++) {
                assertThat(known[i]).isIn(KnownCodes.DRAWN, completed[i]);
            }
            VqVae2 other = Toys.model(engine, 2, "quantizer=residual", "depth=2");
            assertThatThrownBy(() -> new Generation(other, priors, SamplingOptions.of(1)))
                    .hasMessageContaining("does not fit the model");
        }
    }

    @Test
    void classesAreTakenInTurnOrAsAsked() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 2);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 3), SamplingOptions.of(1));
            assertThat(generation.sample(2, 4, -1).labels()).containsExactly(2, 0, 1, 2);
            assertThat(generation.sample(2, 2, 1).labels()).containsExactly(1, 1);
            assertThat(generation.sample(0, 1, 0).codes().getLast().toArray())
                    .isNotEqualTo(generation.sample(0, 1, 1).codes().getLast().toArray());
            assertThatThrownBy(() -> generation.sample(0, 1, 3)).hasMessage("class 3: expected 0 to 2");
            var unconditional = new Generation(model, Toys.priors(engine, model.config(), 0), SamplingOptions.of(1));
            assertThatThrownBy(() -> unconditional.sample(0, 1, 0)).hasMessageContaining("trained without classes");
        }
    }

    @Test
    void theBottomDependsOnEveryTopCode() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 2);
            CodePrior bottom = Toys.priors(engine, model.config(), 0).getFirst();
            IntTensor codes = Toys.randomCodes(engine, 1, bottom.grid(), 1);
            int[] top = Toys.randomInts(16, 32, 2);
            float[] logits =
                    bottom.logits(codes, null, decoded(engine, model, top)).toArray();
            for (int i = 0; i < top.length; i++) {
                int[] other = top.clone();
                other[i] = (other[i] + 1) % 32;
                assertThat(bottom.logits(codes, null, decoded(engine, model, other))
                                .toArray())
                        .as("top code %d", i)
                        .isNotEqualTo(logits);
            }
        }
    }

    private static Tensor decoded(Engine engine, VqVae2 model, int[] top) {
        return model.decodeAbove(0, List.of(engine.ints(Shape.of(1, 4, 4), top)));
    }
}
