package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Steps;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.Inference;
import dev.azulejo.vqvae2.Levels;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {
    /** Two batches, the second an image short. */
    private static final ImageData IMAGES = new Stripes(253, 8, 1);

    @ParameterizedTest
    @ValueSource(strings = {"gradient", "ema", "cosine", "fsq", "residual"})
    void batchesHaveTheBitsOfSingleCallsReplayedOrNot(String quantizer) {
        List<float[]> expected = byHand(quantizer);
        assertThat(inBatches(quantizer)).containsExactlyElementsOf(expected);
        assertThat(with("azulejo.replay", "false", () -> inBatches(quantizer))).containsExactlyElementsOf(expected);
        assertThat(with("azulejo.poison", "true", () -> inBatches(quantizer))).containsExactlyElementsOf(expected);
    }

    @Test
    void anEvaluationAmongStepsIsThatOfTheModelAlone() {
        try (Engine engine = engine()) {
            VqVae2 model = model(engine, "ema");
            ImageData heldOut = IMAGES.subset(0, 7);
            TrainingConfig training = config("ema").training();
            try (var trainer = new Vqvae2Trainer(engine, model, training, IMAGES, heldOut, 1)) {
                for (int step = 1; step <= 3; step++) {
                    try (var _ = engine.scope()) {
                        trainer.step(step);
                    }
                    assertThat(trainer.evaluate(step))
                            .isEqualTo(Evaluation.of(engine, model, heldOut).figures());
                }
            }
        }
    }

    /** The codes of every level, what each prefix draws, and what is drawn of the codes as they are stored. */
    private static List<float[]> inBatches(String quantizer) {
        try (Engine engine = engine()) {
            VqVae2 model = model(engine, quantizer);
            List<float[]> all = new ArrayList<>();
            List<Levels> shown = Levels.prefixes(2);
            Inference inference = new Inference(engine, model, new Steps(engine));
            inference.run(IMAGES, shown, batch -> {
                batch.codes().forEach(codes -> all.add(floats(codes)));
                batch.images().forEach(images -> all.add(images.toArray()));
            });
            List<int[]> codes = CodeStore.encode(engine, model, IMAGES).levels().stream()
                    .map(CodeStore.LevelCodes::values)
                    .toList();
            inference.decode(codes, IMAGES.count(), 8, 8, images -> all.add(images.toArray()));
            return all;
        }
    }

    private static List<float[]> byHand(String quantizer) {
        try (Engine engine = engine()) {
            VqVae2 model = model(engine, quantizer);
            List<float[]> all = new ArrayList<>();
            List<float[]> decoded = new ArrayList<>();
            for (int first = 0; first < 253; first += 127) {
                try (var _ = engine.scope()) {
                    Tensor images = Batches.tensor(engine, IMAGES, first, Math.min(127, 253 - first));
                    List<IntTensor> codes = model.encode(images);
                    codes.forEach(level -> all.add(floats(level.toArray())));
                    Levels.prefixes(2)
                            .forEach(which -> all.add(model.decode(codes, which).toArray()));
                    decoded.add(model.decode(codes).toArray());
                }
            }
            all.addAll(decoded);
            return all;
        }
    }

    private static float[] floats(int... codes) {
        float[] floats = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            floats[i] = codes[i];
        }
        return floats;
    }

    private static <T> T with(String property, String value, Supplier<T> work) {
        System.setProperty(property, value);
        try {
            return work.get();
        } finally {
            System.clearProperty(property);
        }
    }

    private static Engine engine() {
        return new Engine(Backends.choose("auto", 2));
    }

    private static Configuration config(String quantizer) {
        return Configuration.preset("ema")
                .with(List.of(
                        "quantizer=" + quantizer, "image_size=8", "channels=1", "hidden=8", "res_blocks=1", "batch=4"));
    }

    private static VqVae2 model(Engine engine, String quantizer) {
        return new VqVae2(config(quantizer).model(), new Initializer(engine, 3));
    }
}
