package dev.azulejo.priors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.vqvae2.CodeStore;
import dev.azulejo.vqvae2.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.Configuration;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 1 and stage 2 together: conditions in training and in sampling, and new images. */
class GenerationTest {
    private static VqVae2 model(Engine engine, int levels) {
        ModelConfig tiny = Configuration.preset("tiny")
                .with(List.of("levels=" + levels, "image_size=32"))
                .model();
        return new VqVae2(tiny, new Initializer(engine, 1));
    }

    private static CodeStore store(ModelConfig config, int images) {
        List<LevelCodes> levels = new ArrayList<>();
        for (int level = 0; level < config.levels(); level++) {
            int side = config.grid(level);
            int codes = config.quantizer().codes(level);
            int[] values = Toys.randomInts(images * side * side, codes, level);
            levels.add(new LevelCodes(config.levelNames().get(level), codes, side, side, values));
        }
        return new CodeStore(levels, Toys.randomInts(images, 3, 9), List.of("a", "b", "c"), images - 2);
    }

    private static List<CodePrior> priors(Engine engine, ModelConfig model, int classes) {
        CodeStore store = store(model, 3);
        List<CodePrior> priors = new ArrayList<>();
        for (int level = 0; level < model.levels(); level++) {
            priors.add(Toys.opinionated(
                    engine, PriorRun.grid(store, level, model), Toys.with(Toys.CONFIG, "classes=" + classes), level));
        }
        return priors;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void imagesAreTheDecodedCodesWhateverTheBatch(int levels) {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = model(engine, levels);
            var generation = new Generation(model, priors(engine, model.config(), 0), SamplingOptions.of(1));
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
    void classesAreTakenInTurnOrAsAsked() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = model(engine, 2);
            var generation = new Generation(model, priors(engine, model.config(), 3), SamplingOptions.of(1));
            assertThat(generation.sample(2, 4, -1).labels()).containsExactly(2, 0, 1, 2);
            assertThat(generation.sample(2, 2, 1).labels()).containsExactly(1, 1);
            assertThat(generation.sample(0, 1, 0).codes().getLast().toArray())
                    .isNotEqualTo(generation.sample(0, 1, 1).codes().getLast().toArray());
            assertThatThrownBy(() -> generation.sample(0, 1, 3)).hasMessage("class 3: expected 0 to 2");
            var unconditional = new Generation(model, priors(engine, model.config(), 0), SamplingOptions.of(1));
            assertThatThrownBy(() -> unconditional.sample(0, 1, 0)).hasMessageContaining("trained without classes");
        }
    }

    @Test
    void theBottomDependsOnEveryTopCode() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = model(engine, 2);
            CodePrior bottom = priors(engine, model.config(), 0).getFirst();
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

    @Test
    void trainingIsConditionedAsSamplingIs() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = model(engine, 3);
            CodeStore store = store(model.config(), 6);
            CodePrior bottom = priors(engine, model.config(), 3).getFirst();
            int[] images = {4, 1};
            LevelData.Batch batch = new LevelData(bottom, model, store, 0).batch(engine, images);
            List<IntTensor> above = new ArrayList<>();
            for (LevelCodes level : store.levels().subList(1, 3)) {
                int positions = level.positions();
                int[] values = new int[2 * positions];
                System.arraycopy(level.values(), 4 * positions, values, 0, positions);
                System.arraycopy(level.values(), positions, values, positions, positions);
                above.add(engine.ints(Shape.of(2, level.height(), level.width()), values));
            }
            assertThat(batch.condition().toArray())
                    .containsExactly(model.decodeAbove(0, above).toArray());
            assertThat(batch.labels().toArray()).containsExactly(store.labels()[4], store.labels()[1]);
            assertThat(batch.codes().toArray())
                    .startsWith(Arrays.copyOfRange(store.levels().getFirst().values(), 4 * 64, 5 * 64));
        }
    }

    @Test
    void stageOneIsFrozen() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = model(engine, 2);
            CodeStore store = store(model.config(), 6);
            CodePrior bottom = priors(engine, model.config(), 0).getFirst();
            PriorTraining training =
                    PriorConfiguration.preset("tiny").with(List.of("batch=2")).training();
            PriorTrainer trainer = new PriorTrainer(bottom, training, model, store, 0, 1);
            List<float[]> before = values(model);
            List<float[]> priorBefore = values(bottom);
            try (var _ = engine.scope()) {
                trainer.step(1);
            }
            assertThat(values(model)).usingRecursiveComparison().isEqualTo(before);
            assertThat(values(bottom)).usingRecursiveComparison().isNotEqualTo(priorBefore);
        }
    }

    private static List<float[]> values(dev.azulejo.nn.Module module) {
        return module.parameters().all().stream().map(p -> p.value().toArray()).toList();
    }
}
