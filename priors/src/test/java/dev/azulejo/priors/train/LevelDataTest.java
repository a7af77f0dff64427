package dev.azulejo.priors.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a prior learns from: codes of its level, with the class and the levels above as sampling gives them. */
class LevelDataTest {
    @Test
    void trainingIsConditionedAsSamplingIs() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 3);
            CodeStore store = Toys.store(model.config(), 6);
            CodePrior bottom = Toys.priors(engine, model.config(), 3).getFirst();
            int[] images = {4, 1};
            LevelData.Batch batch = new LevelData(bottom, model, store, 0).batch(engine, images.length);
            batch.set(images);
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
            VqVae2 model = Toys.model(engine, 2);
            CodeStore store = Toys.store(model.config(), 6);
            CodePrior bottom = Toys.priors(engine, model.config(), 0).getFirst();
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
