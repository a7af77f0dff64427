package dev.azulejo.vqvae2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.vqvae2.quantize.Codebook;
import dev.azulejo.vqvae2.quantize.EmaQuantizer;
import dev.azulejo.vqvae2.quantize.GradientQuantizer;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VqVae2Test {
    private final Engine engine = new Engine(Backends.choose("vector", 2));

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, gradient, reference",
        "2, gradient, reference",
        "3, gradient, reference",
        "1, ema, reference",
        "2, ema, reference",
        "3, ema, reference",
        "4, ema, reference",
        "6, gradient, reference",
        "1, ema, paper",
        "2, gradient, paper",
        "3, ema, paper",
        "6, ema, paper"
    })
    void everyParameterGetsAGradient(int levels, String quantizer, String wiring) {
        VqVae2 model = model(levels, quantizer, "wiring=" + wiring);
        try (Tape tape = engine.tape()) {
            Tensor images = images(2, side(levels));
            ModelOutput output = model.forward(images);
            tape.backward(output.loss());
            for (Parameter parameter : model.parameters().learned()) {
                Tensor gradient = tape.gradient(parameter.value());
                assertThat(gradient).as(parameter.name()).isNotNull();
                assertThat(gradient.toArray())
                        .as(parameter.name())
                        .isNotEqualTo(new float[gradient.shape().size()]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, reference", "2, reference", "3, reference", "4, reference", "2, paper", "3, paper"})
    void decodingCodesIsDecodingWhatTheyStandFor(int levels, String wiring) {
        VqVae2 model = model(levels, "ema", "wiring=" + wiring);
        try (Scope _ = engine.scope()) {
            Tensor images = images(2, side(levels));
            ModelOutput output = model.forward(images);
            float[] reconstruction = output.reconstruction().toArray();
            List<IntTensor> codes = model.encode(images);
            for (int level = 0; level < levels; level++) {
                assertThat(codes.get(level).toArray())
                        .isEqualTo(output.indices().get(level).toArray());
                assertThat(codes.get(level).shape())
                        .isEqualTo(Shape.of(
                                2, model.config().grid(level), model.config().grid(level)));
            }
            assertThat(model.decode(codes).toArray()).isEqualTo(reconstruction);
        }
    }

    @Test
    void theDecodedLevelsAboveHaveTheGridOfTheLevel() {
        VqVae2 model = model(3, "gradient");
        try (Scope _ = engine.scope()) {
            List<IntTensor> codes = model.encode(images(2, 16));
            assertThat(model.decodeAbove(1, codes.subList(2, 3)).shape()).isEqualTo(Shape.of(2, 2, 2, 4));
            assertThat(model.decodeAbove(0, codes.subList(1, 3)).shape()).isEqualTo(Shape.of(2, 4, 4, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, reference", "2, paper", "3, reference", "4, paper"})
    void aPrefixIsTheImageWhoseLowerLevelsWereDropped(int levels, String wiring) {
        VqVae2 model = model(levels, "gradient", "wiring=" + wiring);
        try (Scope _ = engine.scope()) {
            Tensor images = images(2, side(levels));
            List<IntTensor> codes = model.encode(images);
            for (Levels prefix : Levels.prefixes(levels)) {
                LevelDropout dropout = new LevelDropout(engine, model.config(), images.shape());
                dropout.set(prefix.lowest(), prefix.lowest());
                assertThat(model.decode(codes, prefix).toArray())
                        .isEqualTo(
                                model.forward(images, dropout).reconstruction().toArray());
            }
        }
    }

    @Test
    void aLevelAloneHearsZerosFromTheOthersAndNotCodeZero() {
        VqVae2 model = model(2, "gradient");
        Levels top = Levels.of("top", model.config());
        Levels bottom = Levels.of("bottom", model.config());
        try (Scope _ = engine.scope()) {
            List<IntTensor> codes = model.encode(images(2, 16));
            IntTensor zeroBottom = engine.ints(Shape.of(2, 4, 4), new int[32]);
            IntTensor zeroTop = engine.ints(Shape.of(2, 2, 2), new int[8]);
            float[] topOnly = model.decode(codes, top).toArray();
            assertThat(model.decode(List.of(zeroBottom, codes.getLast()), top).toArray())
                    .isEqualTo(topOnly);
            assertThat(model.decode(List.of(zeroBottom, codes.getLast())).toArray())
                    .isNotEqualTo(topOnly);
            float[] bottomOnly = model.decode(codes, bottom).toArray();
            assertThat(model.decode(List.of(codes.getFirst(), zeroTop), bottom).toArray())
                    .isEqualTo(bottomOnly);
            assertThat(model.decode(model.encode(images(2, 16)), top).toArray()).isEqualTo(topOnly);
        }
    }

    @Test
    void levelsAreNamedByWords() {
        ModelConfig three = model(3, "ema").config();
        for (String word : List.of("all", "top", "middle", "bottom", "middle+")) {
            assertThat(Levels.of(word, three).word(three)).isEqualTo(word);
        }
        assertThat(Levels.prefixes(3).stream().map(l -> l.word(three))).containsExactly("top", "middle+", "all");
        assertThatThrownBy(() -> Levels.of("botom", three)).hasMessageContaining("did you mean bottom?");
        assertThat(model(4, "ema").config().levelNames()).containsExactly("bottom", "middle1", "middle2", "top");
    }

    @Test
    void oneLevelAloneSpeaksForItself() {
        ModelConfig config = model(1, "gradient").config();
        assertThat(Levels.of("bottom", config)).isEqualTo(Levels.of("all", config));
    }

    @Test
    void theSeedsModelHasTheSeedsSizes() {
        VqVae2 model = new VqVae2(Configuration.preset("reference").model(), new Initializer(engine, 0));
        // As the twin counts them: sum(p.numel() for p in VQVAE2().parameters()).
        assertThat(model.parameters().count()).isEqualTo(2_841_795);
        assertThat(model.parameters().all().getFirst().name()).isEqualTo("encoder_bot.0.weight");
    }

    @Test
    void imagesThatDoNotFitAreRefusedInOneLine() {
        VqVae2 model = model(2, "gradient");
        try (Scope _ = engine.scope()) {
            assertThatThrownBy(() -> model.forward(engine.zeros(Shape.of(1, 28, 28, 1))))
                    .hasMessage("encode: images [1,28,28,1]; expected [N,H,W,1] with H and W multiples of 8: pad them");
            assertThatThrownBy(() -> model.encode(engine.zeros(Shape.of(1, 16, 16, 3))))
                    .hasMessageContaining("expected [N,H,W,1]");
            assertThatThrownBy(() -> model.decode(List.of(engine.ints(Shape.of(1, 1, 1), 0))))
                    .hasMessage("decode: number of levels: expected 2, found 1");
            assertThatThrownBy(() -> model.decodeAbove(1, List.of())).hasMessageContaining("number of levels above");
        }
    }

    @Test
    void otherSizesThanTheConfiguredAreWelcomeIfTheyFit() {
        VqVae2 model = model(2, "gradient");
        try (Scope _ = engine.scope()) {
            assertThat(model.forward(engine.zeros(Shape.of(1, 8, 24, 1)))
                            .reconstruction()
                            .shape())
                    .isEqualTo(Shape.of(1, 8, 24, 1));
        }
    }

    /** Every level may have sizes of its own. */
    @Test
    void aLevelMayHaveSizesOfItsOwn() {
        VqVae2 model = new VqVae2(
                Configuration.preset("ema")
                        .with(List.of(
                                "channels=1",
                                "image_size=16",
                                "hidden=8,12",
                                "res_blocks=2,0",
                                "res_channels=4,0",
                                "codes=16,4",
                                "code_dim=3,5",
                                "wiring=paper"))
                        .model(),
                new Initializer(engine, 3));
        assertThat(model.parameters()
                        .get("encoder_bot.5.block.1.weight")
                        .value()
                        .shape())
                .isEqualTo(Shape.of(3, 3, 8, 4));
        assertThat(model.parameters().get("pre_vq_bot.weight").value().shape()).isEqualTo(Shape.of(1, 1, 8 + 3, 3));
        assertThat(model.parameters().get("vq_top.embedding.weight").value().shape())
                .isEqualTo(Shape.of(4, 5));
        try (Scope _ = engine.scope()) {
            Tensor images = images(2, 16);
            assertThat(model.decode(model.encode(images)).toArray())
                    .isEqualTo(model.forward(images).reconstruction().toArray());
        }
    }

    /** Codes spread among the latents, so that both losses and all codes matter. */
    private VqVae2 model(int levels, String quantizer, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "levels=" + levels,
                "image_size=" + side(levels),
                "channels=1",
                "hidden=6",
                "res_blocks=1",
                "quantizer=" + quantizer,
                "codes=6",
                "code_dim=4"));
        all.addAll(List.of(settings));
        VqVae2 model = new VqVae2(Configuration.preset("reference").with(all).model(), new Initializer(engine, 3));
        for (int level = 0; level < levels; level++) {
            float[] codes = new float[24];
            Philox.normals(5, level, 0, 0, codes, 0, codes.length);
            Codebook codebook = switch (model.quantizer(level)) {
                case GradientQuantizer q -> q.codebook();
                case EmaQuantizer q -> q.codebook();
                default -> throw new AssertionError();
            };
            codebook.table().set(codes);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theLowestLevelHalvesAsOftenAsAsked(int halvings) {
        ModelConfig config =
                model(2, "ema", "halvings=" + halvings, "image_size=32").config();
        assertThat(config.reduction(0)).isEqualTo(1 << halvings);
        assertThat(config.grid(1)).isEqualTo(32 >> (halvings + 1));
        VqVae2 model = model(2, "ema", "halvings=" + halvings, "image_size=32");
        ModelOutput output = model.forward(images(2, 32));
        assertThat(output.reconstruction().shape()).isEqualTo(Shape.of(2, 32, 32, 1));
        assertThat(output.quantized().getFirst().indices().shape())
                .isEqualTo(Shape.of(2, 32 >> halvings, 32 >> halvings));
    }

    private static int side(int levels) {
        return Math.max(16, 4 << (levels - 1));
    }

    private Tensor images(int n, int side) {
        float[] pixels = new float[n * side * side];
        Philox.uniforms(9, 0, 0, 0, pixels, 0, pixels.length);
        return engine.tensor(Shape.of(n, side, side, 1), pixels);
    }
}
