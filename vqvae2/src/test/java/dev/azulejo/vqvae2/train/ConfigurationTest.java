package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.PixelRange;
import dev.azulejo.vqvae2.Stack;
import dev.azulejo.vqvae2.Wiring;
import dev.azulejo.vqvae2.quantize.CodebookSettings;
import dev.azulejo.vqvae2.quantize.EmaQuantizer;
import dev.azulejo.vqvae2.quantize.Estimator;
import dev.azulejo.vqvae2.quantize.GradientQuantizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {
    static List<String> presets() {
        return List.copyOf(Configuration.presets().keySet());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetComesBackFromJson(String name) {
        Configuration preset = Configuration.preset(name);
        String text = Json.writePretty(preset.toJson());
        assertThat(Configuration.fromJson(JsonObject.of(Json.read(text, "run.json"), "run.json")))
                .isEqualTo(preset);
    }

    @Test
    void theReferencePresetIsTheReferenceModel() {
        ModelConfig model = Configuration.preset("reference").model();
        assertThat(model.quantizer())
                .isEqualTo(new GradientQuantizer.Config(
                        new CodebookSettings(List.of(512), List.of(64), 0.25, Estimator.STRAIGHT_THROUGH)));
        assertThat(model)
                .isEqualTo(new ModelConfig(
                        3,
                        256,
                        2,
                        2,
                        Wiring.REFERENCE,
                        List.of(128),
                        List.of(2),
                        List.of(0),
                        Stack.REFERENCE,
                        PixelRange.UNIT,
                        model.quantizer()));
        assertThat(model.levelNames()).containsExactly("bottom", "top");
        assertThat(model.grid(0)).isEqualTo(64);
        assertThat(model.grid(1)).isEqualTo(32);
    }

    @Test
    void assignmentsChangeModelAndTraining() {
        Configuration changed = Configuration.preset("reference")
                .with(List.of("code-dim=32", "hidden = 64", "quantizer=EMA", "learning_rate=1e-3", "batch=7"));
        assertThat(changed.model().hidden()).containsExactly(64);
        assertThat(changed.model().quantizer()).isInstanceOf(EmaQuantizer.Config.class);
        assertThat(changed.model().quantizer().codeDim()).containsExactly(32);
        assertThat(changed.training().learningRate()).isEqualTo(1e-3);
        assertThat(changed.training().batch()).isEqualTo(7);
    }

    @Test
    void levelDropoutIsTheSameThroughoutUnlessItFalls() {
        Configuration same = Configuration.preset("reference").with(List.of("level_dropout=0.4", "steps=11"));
        Schedule constant = same.training().levelDropoutSchedule();
        Schedule falling = same.with("level_dropout_decay", "cosine").training().levelDropoutSchedule();
        assertThat(new double[] {constant.rate(1), constant.rate(11)}).containsExactly(0.4, 0.4);
        assertThat(new double[] {falling.rate(1), falling.rate(11)}).containsExactly(0.4, 0);
        assertThat(falling.rate(6)).isCloseTo(0.2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hiden=64          | unknown setting "hiden"; did you mean hidden?
        code_size=3       | unknown setting "code_size"
        hidden            | setting "hidden": expected key=value
        hidden=-3         | hidden: expected 1 to 4096, found -3
        hidden=many       | hidden: expected a whole number, or several as 128,64, found "many"
        hidden=1e9        | hidden: expected a whole number
        codes=9999999999  | codes: expected
        batch=0           | batch: expected 1 to
        beta=NaN          | beta: expected
        decay=1.5         | decay: is a setting of ema and residual only
        hidden=64,32,16   | hidden: expected one number for all levels, or one for each of 2
        codes=512,1       | codes: expected 2 to 65536, found 1
        wiring=papre      | unknown wiring "papre"; did you mean paper?
        level_dropout=1   | level_dropout: expected 0 to 0.99, found 1
        learning_rate=-1  | learning_rate: expected
        fsq_levels=8,8    | fsq_levels: is a setting of fsq only
        depth=3           | depth: is a setting of residual only
        estimator=rotatin | unknown estimator "rotatin"; did you mean rotation?
        quantizer=emma    | unknown quantizer "emma"; did you mean ema?
        image_size=28     | image_size 28: 2 levels halve it 3 times, so it must be a multiple of 8; take 24 or 32
        levels=7          | levels: expected 1 to 6, found 7
        """)
    void nonsenseIsRefusedInOneLine(String assignment, String message) {
        Configuration reference = Configuration.preset("reference");
        assertThatThrownBy(() -> reference.with(List.of(assignment)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        fsq_levels=8,2     | fsq_levels: expected 3 to 255, found 2
        fsq_levels=255,255,3 | fsq_levels: expected a product of at most 65536, which is the number of codes, found more
        code_dim=4         | code_dim: is a setting of gradient, ema, cosine and residual only
        codes=1000         | codes: is a setting of gradient, ema, cosine and residual only
        """)
    void finiteScalarsHaveTheirOwnDimensionAndNumberOfCodes(String assignment, String message) {
        assertThatThrownBy(() -> Configuration.preset("reference").with(List.of("quantizer=fsq", assignment)))
                .isInstanceOf(UserException.class)
                .hasMessage(message);
        ModelConfig model = Configuration.preset("reference")
                .with(List.of("quantizer=fsq", "fsq_levels=7,5,5"))
                .model();
        assertThat(model.quantizer().codes(1)).isEqualTo(175);
        assertThat(model.quantizer().dimension(1)).isEqualTo(3);
    }

    @Test
    void anUnknownPresetNamesTheNearest() {
        assertThatThrownBy(() -> Configuration.preset("quikstart"))
                .isInstanceOf(UserException.class)
                .hasMessage("unknown preset \"quikstart\"; did you mean quickstart? known are "
                        + String.join(", ", Configuration.presets().keySet()));
    }

    @Test
    void thePapersModelsHaveItsGridsOfCodes() {
        ModelConfig imageNet = Configuration.preset("paper-imagenet256").model();
        assertThat(List.of(imageNet.grid(1), imageNet.grid(0))).containsExactly(32, 64);
        ModelConfig faces = Configuration.preset("paper-ffhq1024").model();
        assertThat(List.of(faces.grid(2), faces.grid(1), faces.grid(0))).containsExactly(32, 64, 128);
    }

    @Test
    void theOldNameOfThePresetReferenceStillWorks() {
        assertThat(Configuration.preset("seed")).isEqualTo(Configuration.preset("reference"));
        assertThat(Configuration.presets()).doesNotContainKey("seed");
    }

    @Test
    void oneLevelFitsWhereTwoDoNot() {
        assertThat(Configuration.preset("single").forImages(1, 28).model().grid(0))
                .isEqualTo(7);
        assertThatThrownBy(() -> Configuration.preset("reference").forImages(1, 28))
                .hasMessageContaining("take 24 or 32");
    }

    @Test
    void theDocumentedTableIsTheRecords() throws IOException {
        assertThat(Path.of("../docs/model.md"))
                .content()
                .contains(Configuration.SCHEMA.table().markdown());
    }
}
