package dev.azulejo.priors.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.Toys;
import dev.azulejo.priors.measure.SampleEvaluation.Measured;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.ImageSequence;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.classify.ClassifierConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.measure.FeatureSet;
import dev.azulejo.vqvae2.measure.NearestNeighbours;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleEvaluationTest {
    @TempDir
    Path folder;

    /** Images of 32x32, upright and flat stripes. */
    private static ImageData stripes(int first, int count, String... classes) {
        byte[] pixels = new byte[count * 1024];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            int n = first + i / 1024;
            int along = n % 2 == 0 ? i % 32 : i / 32 % 32;
            pixels[i] = (byte) Math.round(127.5 + 127 * Math.sin(along * (0.3 + 0.01 * n) + n));
            labels[i / 1024] = n % 2;
        }
        return ArrayImageData.of("stripes", 32, 32, 1, List.of(classes), labels, pixels);
    }

    private ClassifierRun trained(Engine engine, Split images) {
        Configuration tiny = Configuration.preset("tiny").with(List.of("image_size=32"));
        ModelRun model = ModelRun.begin(folder.resolve("run"), tiny, images, 0);
        ClassifierConfiguration small =
                ClassifierConfiguration.usual().with(List.of("width=4", "batch=10", "warmup=2", "steps=40"));
        ClassifierRun run = ClassifierRun.begin(model, small, images, ImageOrigin.of(images), 3);
        run.train(engine, images, options -> options, Progress.NONE);
        return run;
    }

    @Test
    void setsAreMeasuredByTheirDefinitions() {
        try (Engine engine = new Engine(Backends.choose("auto", 2))) {
            Split images = Split.of(stripes(0, 40, "upright", "flat"), stripes(40, 12, "upright", "flat"));
            ClassifierRun run = trained(engine, images);
            VqVae2 model = Toys.model(engine, 2);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 2), SamplingOptions.of(1));
            var evaluation = new SampleEvaluation(engine, model, run, images, 20);
            assertThat(evaluation.compared()).isEqualTo(12);
            SampleMeasures real = evaluation.ofHeldOut();
            assertThat(real.nearer()).isEqualTo(0.5);
            assertThat(real.accuracy().getAsDouble()).isGreaterThan(0.8);
            assertThat(evaluation.ofReconstructions().accuracy()).isEmpty();
            List<String> tasks = new ArrayList<>();
            // The priors' class 0 is the classifier's 1.
            Measured measured = evaluation.ofSamples(
                    new ImageSequence(generation, new int[] {0, 1}, null),
                    20,
                    new int[] {1, 0},
                    (task, done, total) -> {
                        assertThat(done).isBetween(1L, total);
                        tasks.add(task);
                    });
            assertThat(tasks).contains("sample", "learn from samples");
            assertThat(measured.images().count()).isEqualTo(20);
            assertThat(measured.images().label(0)).isEqualTo(1);
            assertThat(measured.images().label(1)).isZero();
            assertThat(measured.nearest().rows()).hasSize(12);
            float[] drawn = generation.sample(0, 1, 0).images().toArray();
            byte[] pixels = new byte[1024];
            measured.images().read(0, pixels, 0);
            for (int i = 0; i < 1024; i++) {
                assertThat((pixels[i] & 0xFF) / 255.0)
                        .isCloseTo(Math.clamp(drawn[i], 0f, 1f), within(0.5 / 255 + 1e-6));
            }
            assertThat(measured.measures().accuracy().getAsDouble()).isBetween(0.0, 1.0);
            var plain = new Generation(model, Toys.priors(engine, model.config(), 0), SamplingOptions.of(1));
            assertThat(evaluation
                            .ofSamples(new ImageSequence(plain, new int[0], null), 20, new int[0], (_, _, _) -> {})
                            .measures()
                            .accuracy())
                    .isEmpty();
        }
    }

    @Test
    void classesAreFoundByName() {
        try (Engine engine = new Engine(Backends.choose("auto", 1))) {
            Split images = Split.of(stripes(0, 20, "upright", "flat"), stripes(20, 10, "upright", "flat"));
            ClassifierRun run = trained(engine, images);
            VqVae2 model = Toys.model(engine, 1);
            double accuracy = new SampleEvaluation(engine, model, run, images, 9)
                    .ofHeldOut()
                    .accuracy()
                    .getAsDouble();
            // The same images whose classes have other numbers: only names count.
            Split renamed = images.map(all -> all.relabelled(List.of("flat", "upright"), 1, 0));
            assertThat(new SampleEvaluation(engine, model, run, renamed, 9)
                            .ofHeldOut()
                            .accuracy())
                    .hasValue(accuracy);
            Split few = Split.of(stripes(0, 20, "upright", "flat"), stripes(20, 3, "upright", "flat"));
            assertThatThrownBy(() -> new SampleEvaluation(engine, model, run, few, 9))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("3 held out; expected at least 4");
        }
    }

    @Test
    void theNearestOfEachClassComesFirst() {
        ImageData samples = stripes(0, 5, "upright", "flat");
        NearestNeighbours nearest =
                NearestNeighbours.of(new FeatureSet(1, new float[] {5, 1, 2, 4, 3}), new FeatureSet(1, new float[1]));
        var measured = new Measured(samples, new SampleMeasures(0, 0, 0, 0, OptionalDouble.empty()), nearest);
        // Classes 0 1 0 1 0: of class 0 images 2, 4, 0; of class 1 images 1, 3.
        assertThat(SampleEvaluation.nearestFirst(measured, 9)).containsExactly(1, 2, 4, 3, 0);
        assertThat(SampleEvaluation.nearestFirst(measured, 2)).containsExactly(1, 2);
    }
}
