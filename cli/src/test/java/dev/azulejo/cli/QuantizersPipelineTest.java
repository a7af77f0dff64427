package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way for quantizers other than those of the presets. */
class QuantizersPipelineTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        residual | quantizer=residual | depth=3              | 3 | 32
        cosine   | quantizer=cosine   | estimator=rotation   | 1 | 32
        fsq      | quantizer=fsq      | fsq_levels=5,3,3     | 1 | 45
        """)
    void trainsEncodesLearnsAndDraws(String name, String quantizer, String setting, int depth, int codes)
            throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path run = folder.resolve(name);
        Runs.train(images, run, 3, "--set", quantizer, "--set", setting, "--batch", 8);
        Ran.azulejo("train", "--run", run, "--resume", "--steps", 4, "--quiet").succeeded();
        JsonObject encoded =
                Ran.azulejo("encode", "--run", run, "--json", "--quiet").json();
        assertThat(encoded.whole("images")).isEqualTo(Shapes.IMAGES);
        int[] shape = SafetensorsFile.read(run.resolve("codes.safetensors"))
                .tensor("top")
                .shape();
        assertThat(shape)
                .isEqualTo(depth == 1 ? new int[] {Shapes.IMAGES, 2, 2} : new int[] {Shapes.IMAGES, 2, 2, depth});
        for (String level : new String[] {"top", "bottom"}) {
            Runs.prior(run, level, 2);
        }
        Path sheet = folder.resolve(name + ".png");
        JsonObject sampled = Ran.azulejo("sample", "--run", run, "--count", 2, "--out", sheet, "--json", "--quiet")
                .json();
        assertThat(sampled.members()).containsKey("codes_per_second");
        assertThat(sheet).exists();
        Ran.azulejo("reconstruct", "--run", run, "--count", 2, "--out", folder.resolve("r.png"), "--quiet")
                .succeeded();
        JsonObject evaluated =
                Ran.azulejo("evaluate", "--run", run, "--json", "--quiet").json();
        JsonObject bottom = JsonObject.of(evaluated.list("levels").getFirst(), "levels");
        assertThat(bottom.whole("codes")).isEqualTo(codes);
        assertThat(bottom.has("depths")).isEqualTo(depth > 1);
        if (depth > 1) {
            assertThat(bottom.list("depths")).hasSize(depth);
        }
        assertThat(evaluated.number("bits_per_dimension")).isPositive();
    }
}
