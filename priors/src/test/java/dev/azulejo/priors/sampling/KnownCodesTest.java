package dev.azulejo.priors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.VqVae2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawing what is not given: what is given stays, and however it is drawn the codes are the same. */
class KnownCodesTest {
    private static final SamplingOptions OPTIONS = SamplingOptions.of(5);

    @Test
    void cachedAndUncachedCompletionsAreTheSameAndKeepWhatIsGiven() {
        CodeGrid grid = new CodeGrid(11, 4, 3, 4);
        int n = 3;
        try (Engine engine = Toys.engine()) {
            CodePrior prior = Toys.opinionated(engine, grid, Toys.CONFIG, 1);
            Tensor above = Toys.randomTensor(engine, Shape.of(n, 4, 3, 4), 1);
            int[] known = Toys.randomInts(n * 12, 11, 4);
            for (int i = 0; i < known.length; i += 2 + i % 3) {
                known[i] = KnownCodes.DRAWN;
            }
            int[] slow = Sampler.uncached(prior, 0, OPTIONS)
                    .complete(0, known, null, above)
                    .toArray();
            int[] fast = Sampler.of(prior, 0, OPTIONS)
                    .complete(0, known, null, above)
                    .toArray();
            assertThat(fast).containsExactly(slow);
            for (int i = 0; i < known.length; i++) {
                assertThat(known[i]).as("code %d", i).isIn(KnownCodes.DRAWN, fast[i]);
            }
            assertThat(Sampler.of(prior, 0, OPTIONS).sample(0, n, null, above).toArray())
                    .isNotEqualTo(fast);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theLowerPartIsDrawnWhateverWasThereAndInWhateverBatch(int levels) {
        List<List<int[]>> byThreads = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            try (Engine engine = new Engine(Backends.choose("auto", threads))) {
                VqVae2 model = Toys.model(engine, levels);
                int rows = 32 / model.config().multiple() / 2;
                var generation = new Generation(model, Toys.priors(engine, model.config(), 0), OPTIONS);
                float[] pixels = pixels();
                float[] other = pixels.clone();
                for (int n = 0; n < 3; n++) { // another lower half
                    Arrays.fill(other, n * 1024 + 512, (n + 1) * 1024, 0.5f);
                }
                KnownCodes known = KnownCodes.ofUpperPart(model, images(engine, pixels), rows);
                List<int[]> codes = codes(generation.complete(0, new int[3], known));
                byThreads.add(codes);
                assertThat(codes(generation.complete(
                                0, new int[3], KnownCodes.ofUpperPart(model, images(engine, other), rows))))
                        .usingRecursiveComparison()
                        .isEqualTo(codes);
                KnownCodes last = KnownCodes.ofUpperPart(
                        model, engine.tensor(Shape.of(1, 32, 32, 1), Arrays.copyOfRange(pixels, 2048, 3072)), rows);
                List<int[]> alone = codes(generation.complete(2, new int[1], last));
                for (int level = 0; level < levels; level++) {
                    int[] all = codes.get(level);
                    assertThat(alone.get(level))
                            .containsExactly(Arrays.copyOfRange(all, all.length / 3 * 2, all.length));
                    int half = all.length / 6;
                    int[] given = known.levels().get(level);
                    assertThat(Arrays.copyOf(all, half)).containsExactly(Arrays.copyOf(given, half));
                    assertThat(Arrays.copyOfRange(given, half, 2 * half)).containsOnly(KnownCodes.DRAWN);
                }
            }
        }
        assertThat(byThreads.getFirst()).usingRecursiveComparison().isEqualTo(byThreads.getLast());
    }

    @Test
    void lowerLevelsAreDrawnUnderTheLevelsThatAreKept() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 3);
            var generation = new Generation(model, Toys.priors(engine, model.config(), 0), OPTIONS);
            List<IntTensor> codes = model.encode(images(engine, pixels()));
            List<int[]> drawn = codes(generation.complete(0, new int[3], KnownCodes.ofLevelsFrom(codes, 2)));
            assertThat(drawn.getLast()).containsExactly(codes.getLast().toArray());
            assertThat(drawn.getFirst()).isNotEqualTo(codes.getFirst().toArray());
            for (int lowest : new int[] {0, 3}) {
                assertThatThrownBy(() -> KnownCodes.ofLevelsFrom(codes, lowest))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("a level is kept and a level is drawn");
            }
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        try (Engine engine = Toys.engine()) {
            VqVae2 model = Toys.model(engine, 2);
            Tensor images = images(engine, pixels());
            for (int rows : new int[] {0, 4}) {
                assertThatThrownBy(() -> KnownCodes.ofUpperPart(model, images, rows))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("expected 1 to 3");
            }
            var generation = new Generation(model, Toys.priors(engine, model.config(), 0), OPTIONS);
            KnownCodes known = KnownCodes.ofUpperPart(model, images, 2);
            assertThatThrownBy(() -> generation.complete(0, new int[2], known))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("known codes");
            CodePrior top = Toys.opinionated(engine, new CodeGrid(5, 1, 2, 0), Toys.CONFIG, 1);
            assertThatThrownBy(() -> Sampler.of(top, 0, OPTIONS).complete(0, new int[] {4, 5}, null, null))
                    .hasMessage("sample: known code 5; expected 0 to 4, or -1 for one to draw");
            assertThatThrownBy(() -> Sampler.of(top, 0, OPTIONS).complete(0, new int[3], null, null))
                    .hasMessageContaining("multiple of 2");
        }
    }

    private static float[] pixels() {
        float[] pixels = Toys.normals(3 * 1024, 3, 1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.clamp(0.5f + 0.3f * pixels[i], 0f, 1f);
        }
        return pixels;
    }

    private static Tensor images(Engine engine, float[] pixels) {
        return engine.tensor(Shape.of(3, 32, 32, 1), pixels);
    }

    private static List<int[]> codes(Generation.Generated generated) {
        return generated.codes().stream().map(IntTensor::toArray).toList();
    }
}
