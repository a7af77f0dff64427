package dev.azulejo.vqvae2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Philox;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
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
    @CsvSource({"1, GRADIENT", "2, GRADIENT", "3, GRADIENT", "1, EMA", "2, EMA", "3, EMA"})
    void everyParameterGetsAGradient(int levels, QuantizerKind kind) {
        VqVae2 model = model(levels, kind);
        try (Tape tape = engine.tape()) {
            Tensor images = images(2);
            Pass pass = model.forward(images);
            tape.backward(pass.reconstruction().meanSquaredError(images).plus(pass.vqLoss()));
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
    @ValueSource(ints = {1, 2, 3})
    void decodingCodesIsDecodingWhatTheyStandFor(int levels) {
        VqVae2 model = model(levels, QuantizerKind.EMA);
        try (Scope _ = engine.scope()) {
            Tensor images = images(2);
            Pass pass = model.forward(images);
            float[] reconstruction = pass.reconstruction().toArray();
            List<IntTensor> codes = model.encode(images);
            for (int level = 0; level < levels; level++) {
                assertThat(codes.get(level).toArray())
                        .isEqualTo(pass.indices().get(level).toArray());
                assertThat(codes.get(level).shape()).isEqualTo(Shape.of(2, 4 >> level, 4 >> level));
            }
            assertThat(model.decodeCodes(codes).toArray()).isEqualTo(reconstruction);
            assertThat(model.decode(pass.quantized().stream()
                                    .map(VectorQuantizer.Quantized::values)
                                    .toList())
                            .toArray())
                    .isEqualTo(reconstruction);
        }
    }

    @Test
    void theDecodedTopIsWhatTheBottomDecoderReads() {
        VqVae2 model = model(2, QuantizerKind.GRADIENT);
        try (Scope _ = engine.scope()) {
            List<IntTensor> codes = model.encode(images(2));
            Tensor top = model.decodeTop(codes.getLast());
            assertThat(top.shape()).isEqualTo(Shape.of(2, 4, 4, 4));
            assertThat(model.decodeAbove(0, List.of(codes.getLast())).toArray()).isEqualTo(top.toArray());
            assertThat(model.decodeCodes(codes.getLast(), codes.getFirst()).toArray())
                    .isEqualTo(model.decodeCodes(codes).toArray());
        }
    }

    @Test
    void aLevelAloneHearsZerosFromTheOthersAndNotCodeZero() {
        VqVae2 model = model(2, QuantizerKind.GRADIENT);
        try (Scope _ = engine.scope()) {
            List<IntTensor> codes = model.encode(images(2));
            IntTensor bottom = codes.getFirst();
            IntTensor top = codes.getLast();
            Tensor silent = engine.zeros(Shape.of(2, 4, 4, 4));
            float[] topOnly = model.decodeOnly(1, top).toArray();
            assertThat(topOnly)
                    .isEqualTo(model.decode(List.of(silent, model.quantizer(1).embed(top)))
                            .toArray());
            IntTensor codeZero =
                    engine.ints(bottom.shape(), new int[bottom.shape().size()]);
            assertThat(topOnly).isNotEqualTo(model.decodeCodes(top, codeZero).toArray());
            // Not the decoded zeros of the top, which its biases make something else, but a decoded top of zeros.
            float[] bottomOnly = model.decodeOnly(0, bottom).toArray();
            Tensor zeroTop = engine.zeros(Shape.of(2, 2, 2, 4));
            assertThat(bottomOnly)
                    .isNotEqualTo(model.decode(List.of(model.quantizer(0).embed(bottom), zeroTop))
                            .toArray());
            for (Levels levels : Levels.values()) {
                assertThat(levels.reconstruct(model, images(2)).shape()).isEqualTo(Shape.of(2, 16, 16, 1));
            }
            assertThat(Levels.TOP.reconstruct(model, images(2)).toArray()).isEqualTo(topOnly);
            assertThat(Levels.BOTTOM.reconstruct(model, images(2)).toArray()).isEqualTo(bottomOnly);
        }
    }

    @Test
    void oneLevelAloneSpeaksForItself() {
        VqVae2 model = model(1, QuantizerKind.GRADIENT);
        try (Scope _ = engine.scope()) {
            float[] all = Levels.ALL.reconstruct(model, images(1)).toArray();
            assertThat(Levels.BOTTOM.reconstruct(model, images(1)).toArray()).isEqualTo(all);
            assertThat(Levels.TOP.reconstruct(model, images(1)).toArray()).isEqualTo(all);
        }
    }

    @Test
    void theSeedsModelHasTheSeedsSizes() {
        VqVae2 model = new VqVae2(ModelConfig.SEED, new Initializer(engine, 0));
        // As the twin counts them: sum(p.numel() for p in VQVAE2().parameters()).
        assertThat(model.parameters().count()).isEqualTo(2_841_795);
        assertThat(model.parameters().all().getFirst().name()).isEqualTo("encoder_bot.0.weight");
    }

    @Test
    void imagesThatDoNotFitAreRefusedInOneLine() {
        VqVae2 model = model(2, QuantizerKind.GRADIENT);
        try (Scope _ = engine.scope()) {
            assertThatThrownBy(() -> model.forward(engine.zeros(Shape.of(1, 28, 28, 1))))
                    .hasMessage("encode: images [1,28,28,1]; expected [N,H,W,1] with H and W multiples of 8: pad them");
            assertThatThrownBy(() -> model.encode(engine.zeros(Shape.of(1, 16, 16, 3))))
                    .hasMessageContaining("expected [N,H,W,1]");
            assertThatThrownBy(() -> model.decodeCodes(List.of(engine.ints(Shape.of(1, 1, 1), 0))))
                    .hasMessage("decodeCodes: 1 levels; expected 2");
            assertThatThrownBy(() -> model.decodeAbove(1, List.of())).hasMessageContaining("none above");
        }
    }

    @Test
    void otherSizesThanTheConfiguredAreWelcomeIfTheyFit() {
        VqVae2 model = model(2, QuantizerKind.GRADIENT);
        try (Scope _ = engine.scope()) {
            assertThat(model.forward(engine.zeros(Shape.of(1, 8, 24, 1)))
                            .reconstruction()
                            .shape())
                    .isEqualTo(Shape.of(1, 8, 24, 1));
        }
    }

    /** Codes spread among the latents, so that both losses and all codes matter. */
    private VqVae2 model(int levels, QuantizerKind kind) {
        CodebookConfig codebook = CodebookConfig.SEED.sized(6, 4);
        ModelConfig config =
                new ModelConfig(1, 16, levels, 6, 1, kind == QuantizerKind.EMA ? codebook.movingAverage(10) : codebook);
        VqVae2 model = new VqVae2(config, new Initializer(engine, 3));
        for (int level = 0; level < levels; level++) {
            float[] codes = new float[24];
            Philox.normals(5, level, 0, 0, codes, 0, codes.length);
            model.quantizer(level).codebook().set(codes);
        }
        return model;
    }

    private Tensor images(int n) {
        float[] pixels = new float[n * 16 * 16];
        Philox.uniforms(9, 0, 0, 0, pixels, 0, pixels.length);
        return engine.tensor(Shape.of(n, 16, 16, 1), pixels);
    }
}
