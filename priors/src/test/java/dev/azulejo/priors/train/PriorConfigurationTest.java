package dev.azulejo.priors.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodeGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorConfigurationTest {
    @Test
    void everyPresetSurvivesJson() {
        for (String name : PriorConfiguration.presets().keySet()) {
            PriorConfiguration preset = PriorConfiguration.preset(name);
            Object read = Json.read(Json.write(preset.toJson()), name);
            assertThat(PriorConfiguration.fromJson(JsonObject.of(read, name))).isEqualTo(preset);
        }
    }

    @Test
    void theLevelsPresetIsChosenByWhetherAnythingIsAbove() {
        assertThat(PriorConfiguration.forGrid(new CodeGrid(512, 4, 4, 0))).isEqualTo(PriorConfiguration.preset("top"));
        assertThat(PriorConfiguration.forGrid(new CodeGrid(512, 8, 8, 32)))
                .isEqualTo(PriorConfiguration.preset("bottom"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hiden=8 | did you mean hidden?",
                "heads=7 | heads: expected a divisor of half of hidden",
                "kernel=4 | kernel: expected an odd number, found 4",
                "dropout=1 | dropout",
                "layers=-3 | layers",
                "attention_layers=99 | attention_layers",
                "polyak=1 | polyak",
                "steps=many | steps: expected a whole number",
            })
    void whatMakesNoSenseIsNamed(String setting, String message) {
        assertThatThrownBy(() -> PriorConfiguration.preset("top").with(List.of(setting)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownPresetIsNamed() {
        assertThatThrownBy(() -> PriorConfiguration.preset("botom")).hasMessageContaining("did you mean bottom?");
    }

    @Test
    void theDocumentedTableIsTheRecords() throws IOException {
        assertThat(Path.of("../docs/priors.md"))
                .content()
                .contains(PriorConfiguration.SCHEMA.table().markdown());
    }
}
