package dev.azulejo.vqvae2.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelAnalysisTest {
    private static final int IMAGES = 70; // more than a batch
    private static final int SIDE = 32;

    private static VqVae2 model(Engine engine, int levels) {
        ModelConfig config = Configuration.preset("tiny")
                .with(List.of("levels=" + levels, "image_size=" + SIDE))
                .model();
        return new VqVae2(config, new Initializer(engine, 1));
    }

    private static ImageData images() {
        byte[] pixels = new byte[IMAGES * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (SIDE * SIDE);
            pixels[i] = (byte) ((i % SIDE * (image + 1) + i / SIDE * 5) % 256);
        }
        return ArrayImageData.of("patterns", SIDE, SIDE, 1, List.of(), new int[0], pixels);
    }

    @Test
    void everyWayIsNamedAndTheWholeIsThatOfTheEvaluation() {
        try (Engine engine = new Engine(Backends.choose())) {
            VqVae2 model = model(engine, 3);
            ImageData data = images();
            LevelAnalysis analysis = LevelAnalysis.of(engine, model, data, 0);
            Evaluation evaluation = Evaluation.of(engine, model, data);
            assertThat(analysis.contributions().stream()
                            .map(measured -> measured.contribution().label(model.config())))
                    .containsExactly(
                            "all levels",
                            "middle+",
                            "top only",
                            "middle only",
                            "bottom only",
                            "top, random rest",
                            "middle, random rest",
                            "bottom, random rest");
            assertThat(analysis.contributions().getFirst().mse()).isCloseTo(evaluation.mse(), within(1e-9));
            assertThat(analysis.contributions().get(2).mse())
                    .isCloseTo(evaluation.prefixes().getFirst().mse(), within(1e-9));
            assertThat(analysis.codebooks().stream().map(LevelAnalysis.Codebook::use))
                    .containsExactlyElementsOf(evaluation.levels());
        }
    }

    @Test
    void aCodeDrawsTheMeanOfItsPixels() {
        try (Engine engine = new Engine(Backends.choose())) {
            VqVae2 model = model(engine, 2);
            ImageData data = images();
            LevelAnalysis.Codebook top =
                    LevelAnalysis.of(engine, model, data, 0).codebooks().getLast();
            assertThat(top.side()).isEqualTo(8);
            float[] pixels = new float[IMAGES * SIDE * SIDE];
            Batches.copy(data, 0, IMAGES, pixels, new int[IMAGES]);
            List<IntTensor> codes = model.encode(engine.tensor(Shape.of(IMAGES, SIDE, SIDE, 1), pixels));
            float[] drawn = model.decode(codes).toArray();
            int[] values = codes.getLast().toArray();
            int code = values[0];
            double sum = 0;
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i] == code) { // its pixel in row 3, column 5
                    sum += drawn[(i / 16 * SIDE + i % 16 / 4 * 8 + 3) * SIDE + i % 4 * 8 + 5];
                    count++;
                }
            }
            assertThat(top.counts()[code]).isEqualTo(count);
            assertThat((double) top.drawn()[code * 64 + 3 * 8 + 5]).isCloseTo(sum / count, within(1e-5));
            assertThat(top.dead()).isEqualTo((int)
                    Arrays.stream(top.counts()).filter(c -> c == 0).count());
        }
    }

    @Test
    void randomCodesDependOnTheImageAndTheSeedAlone() {
        try (Engine engine = new Engine(Backends.choose())) {
            VqVae2 model = model(engine, 2);
            LevelAblation way = LevelAblation.of(model.config()).getLast();
            assertThat(way.othersRandom()).isTrue();
            int[] one = IntStream.range(0, 64).map(i -> i % 32).toArray();
            List<IntTensor> codes = List.of(
                    engine.ints(Shape.of(1, 8, 8), one), engine.ints(Shape.of(1, 4, 4), Arrays.copyOf(one, 16)));
            List<IntTensor> twice = codes.stream()
                    .map(level -> {
                        int[] values = level.toArray();
                        int[] both = Arrays.copyOf(values, 2 * values.length);
                        System.arraycopy(values, 0, both, values.length, values.length);
                        return engine.ints(
                                Shape.of(2, level.shape().get(1), level.shape().get(2)), both);
                    })
                    .toList();
            float[] both = way.decode(engine, model, twice, 7, 3).toArray();
            assertThat(way.decode(engine, model, codes, 8, 3).toArray())
                    .containsExactly(Arrays.copyOfRange(both, SIDE * SIDE, 2 * SIDE * SIDE));
            assertThat(way.decode(engine, model, codes, 8, 4).toArray())
                    .isNotEqualTo(way.decode(engine, model, codes, 8, 3).toArray());
        }
    }

    @Test
    void aPathLeadsFromTheCodesOfOneImageToThoseOfTheOther() {
        try (Engine engine = new Engine(Backends.choose())) {
            VqVae2 model = model(engine, 2);
            float[] pixels = new float[2 * SIDE * SIDE];
            Batches.copy(images(), 0, 2, pixels, new int[2]);
            Tensor both = engine.tensor(Shape.of(2, SIDE, SIDE, 1), pixels);
            int[] top = model.encode(both).getLast().toArray();
            List<IntTensor> from = model.encode(engine.tensor(Shape.of(1, SIDE, SIDE, 1), Arrays.copyOf(pixels, 1024)));
            List<IntTensor> to =
                    model.encode(engine.tensor(Shape.of(1, SIDE, SIDE, 1), Arrays.copyOfRange(pixels, 1024, 2048)));
            CodePath path = new CodePath(model, from, to);
            assertThat(path.at(List.of(0.0, 0.0)).getLast().toArray()).containsExactly(Arrays.copyOf(top, 16));
            assertThat(path.at(List.of(1.0, 1.0)).getLast().toArray()).containsExactly(Arrays.copyOfRange(top, 16, 32));
            assertThat(path.at(List.of(0.0, 0.5)).getFirst().toArray())
                    .containsExactly(from.getFirst().toArray());
            // Near an end the codes are those of that end, or vectors just as near.
            Tensor near = model.quantizer(1).lookup(path.at(List.of(0.0, 1e-6)).getLast());
            assertThat(near.toArray())
                    .containsExactly(model.quantizer(1).lookup(from.getLast()).toArray());
            assertThat(CodePath.topFirst(2, 0.25)).containsExactly(0.0, 0.5);
            assertThat(CodePath.topFirst(2, 0.75)).containsExactly(0.5, 1.0);
            assertThat(CodePath.topFirst(3, 1)).containsExactly(1.0, 1.0, 1.0);
            assertThatThrownBy(() -> new CodePath(model, from, model.encode(both)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected the same shape");
        }
    }
}
