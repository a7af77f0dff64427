package dev.azulejo.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelStep;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training on a device of TornadoVM: each step's loss is near the CPU's. */
@Tag("device")
class TrainingOnDeviceTest {
    private static final int STEPS = Integer.getInteger("azulejo.test.steps", 300);
    private static final int BATCH = 8;

    @ParameterizedTest
    @ValueSource(strings = {"quantizer=gradient", "quantizer=ema"})
    void eachLossIsNearTheCpus(String quantizer) {
        ModelConfig config = Configuration.preset("tiny")
                .with(List.of("image_size=32", quantizer))
                .model();
        float[] expected = losses("vector", config);
        float[] found = losses("tornado", config);
        double most = 0;
        for (int i = 0; i < STEPS; i++) {
            most = Math.max(most, Math.abs(found[i] - expected[i]));
            assertThat(found[i]).as("step %d", i + 1).isCloseTo(expected[i], within(1e-3f));
        }
        assertThat(expected[STEPS - 1]).isLessThan(expected[0]);
        System.getLogger("dev.azulejo.cli.device")
                .log(
                        System.Logger.Level.INFO,
                        String.format(
                                Locale.ROOT,
                                "%s: %d steps, loss from %.5f to %.5f, at most %.2g from the CPU's",
                                quantizer,
                                STEPS,
                                expected[0],
                                expected[STEPS - 1],
                                most));
    }

    private static float[] losses(String backend, ModelConfig config) {
        try (Engine engine = new Engine(Backends.choose(backend, 2))) {
            VqVae2 model = new VqVae2(config, new Initializer(engine, 0));
            Shape shape = Shape.of(BATCH, config.imageSize(), config.imageSize(), config.channels());
            ModelStep step = new ModelStep(engine, model, Adam.Settings.adam(), shape, false);
            float[] losses = new float[STEPS];
            for (int i = 0; i < STEPS; i++) {
                step.setImages(images(shape, i));
                if (i == 0) {
                    step.start(1);
                }
                try (Scope _ = engine.scope()) {
                    losses[i] = step.run(1, i + 1, 1e-3).read().get("loss");
                }
            }
            return losses;
        }
    }

    /** Stripes of some width and direction each. */
    private static float[] images(Shape shape, int step) {
        float[] pixels = new float[shape.size()];
        int size = shape.get(1);
        int perImage = pixels.length / shape.get(0);
        for (int i = 0; i < pixels.length; i++) {
            int image = i / perImage + step * BATCH;
            int y = i % perImage / shape.channels() / size;
            int x = i % perImage / shape.channels() % size;
            double angle = image * 2.399;
            double wave = (x * Math.cos(angle) + y * Math.sin(angle)) * (0.1 + image % 7 * 0.05);
            pixels[i] = (float) (0.5 + 0.4 * Math.sin(wave));
        }
        return pixels;
    }
}
