package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.classify.Classifier;
import dev.azulejo.vqvae2.classify.ClassifierConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageSequenceTest {
    private static final int SIZE = 32 * 32;

    private static Classifier classifier(Engine engine) {
        var config = ClassifierConfiguration.usual().with(List.of("width=4")).model();
        return new Classifier(config, 1, 32, 3, new Initializer(engine, 5));
    }

    private static float[][] drawn(Engine engine, ImageSequence sequence, int count) {
        float[][] images = new float[count][];
        sequence.draw(engine, count, (numbers, batch) -> {
            float[] pixels = batch.toArray();
            for (int i = 0; i < numbers.length; i++) {
                assertThat(images[numbers[i]]).as("image " + numbers[i]).isNull();
                images[numbers[i]] = Arrays.copyOfRange(pixels, i * SIZE, (i + 1) * SIZE);
            }
        });
        assertThat(Arrays.asList(images)).doesNotContainNull();
        return images;
    }

    @Test
    void thoseOfTheHighestProbabilityAreAcceptedHoweverManyAreAskedFor() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 2);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 3), SamplingOptions.of(1));
            Classifier classifier = classifier(engine);
            // The priors' classes 0 and 2 are the classifier's 2 and 1.
            var acceptance = new Acceptance(classifier, new int[] {2, 0, 1}, 0.2);
            int[] inTurn = {0, 2};
            float[][] found = drawn(engine, new ImageSequence(generation, inTurn, acceptance), 19);
            for (int count : new int[] {1, 2, 7, 9}) {
                assertThat(drawn(engine, new ImageSequence(generation, inTurn, acceptance), count))
                        .isDeepEqualTo(Arrays.copyOf(found, count));
            }
            // By hand: groups of 20, of class 0, 2, 0, 2, ..., 4 of each accepted.
            for (int number = 0; number < found.length; number++) {
                int group = number / 8 * 2 + number % 2;
                int label = inTurn[number % 2];
                int[] labels = new int[20];
                Arrays.fill(labels, label);
                float[] pixels = generation.sample(group * 20L, labels).images().toArray();
                float[] shown = pixels.clone();
                for (int i = 0; i < shown.length; i++) {
                    shown[i] = Math.max(0, Math.min(1, shown[i]));
                }
                float[] p = classifier
                        .probabilities(classifier.features(engine.tensor(Shape.of(20, 32, 32, 1), shown)))
                        .toArray();
                int column = label == 0 ? 2 : 1;
                int[] best = IntStream.range(0, 20)
                        .filter(i -> IntStream.range(0, 20)
                                        .filter(j -> p[3 * j + column] > p[3 * i + column])
                                        .count()
                                < 4)
                        .toArray();
                int at = best[number % 8 / 2];
                assertThat(found[number]).containsExactly(Arrays.copyOfRange(pixels, at * SIZE, (at + 1) * SIZE));
            }
        }
    }

    @Test
    void withoutAcceptanceAllAreTaken() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 1);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 3), SamplingOptions.of(1));
            var sequence = new ImageSequence(generation, new int[] {1}, null);
            float[][] some = drawn(engine, sequence, 3);
            assertThat(drawn(engine, sequence, 70)[2]).containsExactly(some[2]);
            var all = new ImageSequence(generation, new int[] {1}, new Acceptance(classifier(engine), new int[3], 1));
            assertThat(drawn(engine, all, 3)).isDeepEqualTo(some);
            assertThat(drawn(engine, all, 0)).isEmpty();
            assertThat(new ImageSequence(generation, new int[0], null).label(5)).isEqualTo(-1);
            assertThatThrownBy(() -> new ImageSequence(
                            generation, new int[0], new Acceptance(classifier(engine), new int[0], 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            for (double share : new double[] {0.04, 1.01, Double.NaN}) {
                assertThatThrownBy(() -> new Acceptance(classifier(engine), new int[0], share))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("accept: expected 0.05 to 1");
            }
        }
    }
}
