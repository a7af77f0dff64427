package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.Ran;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.train.Configuration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresetsTest {
    @Test
    void everyPresetIsListedWithWhatItTakes() {
        JsonObject presets = Ran.azulejo("presets", "--json", "--quiet").json().object("presets");
        assertThat(presets.members().keySet())
                .containsExactlyElementsOf(Configuration.presets().keySet());
        JsonObject reference = presets.object("reference");
        assertThat(reference.whole("image_size")).isEqualTo(256);
        assertThat(reference.members()).containsEntry("grids", List.of(64L, 32L));
        // A small image must be a small part: 256 times the pixels, and a bigger model.
        JsonObject tiny = presets.object("tiny");
        for (String figure : List.of("parameters", "memory_bytes_estimate", "step_seconds_estimate")) {
            assertThat(tiny.number(figure)).as(figure).isPositive().isLessThan(reference.number(figure) / 10);
        }
    }

    @Test
    void peopleReadATableOfEightyColumns() {
        List<String> lines = Ran.azulejo("presets").succeeded().out().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines.getFirst())
                .startsWith("preset")
                .contains("images", "levels", "parameters", "memory", "a step");
        assertThat(lines).hasSize(Configuration.presets().size() + 3);
        assertThat(lines.get(lines.size() - 2)).contains("estimates");
    }
}
