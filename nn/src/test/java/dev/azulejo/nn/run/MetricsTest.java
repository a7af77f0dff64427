package dev.azulejo.nn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    Path folder;

    private Metrics metrics;

    @BeforeEach
    void fill() {
        metrics = new Metrics(folder.resolve("metrics.jsonl"));
        assertThat(metrics.read()).isEmpty();
        metrics.truncateAfter(0);
        metrics.sync();
        metrics.append(10, Map.of("loss", 0.1));
        metrics.append(20, Map.of("loss", 0.05));
        metrics.append(30, Map.of("loss", 1e-30));
    }

    @Test
    void oneObjectALine() throws IOException {
        assertThat(Files.readString(metrics.file()))
                .isEqualTo("{\"step\":10,\"loss\":0.1}\n{\"step\":20,\"loss\":0.05}\n{\"step\":30,\"loss\":1.0E-30}\n");
        assertThat(metrics.read())
                .containsExactly(
                        new Metrics.Line(10, Map.of("loss", 0.1)),
                        new Metrics.Line(20, Map.of("loss", 0.05)),
                        new Metrics.Line(30, Map.of("loss", 1e-30)));
    }

    @Test
    void linesBeyondAStepGo() {
        metrics.truncateAfter(25);
        assertThat(metrics.read()).extracting(Metrics.Line::step).containsExactly(10L, 20L);
        metrics.truncateAfter(20);
        assertThat(metrics.read()).hasSize(2);
        metrics.truncateAfter(0);
        assertThat(metrics.read()).isEmpty();
    }

    @Test
    void tornLastLineIsIgnoredAndRepaired() throws IOException {
        Files.writeString(metrics.file(), "{\"step\":40,\"lo", StandardOpenOption.APPEND);
        assertThat(metrics.read()).hasSize(3);
        metrics.truncateAfter(35);
        metrics.append(40, Map.of());
        assertThat(metrics.read()).extracting(Metrics.Line::step).containsExactly(10L, 20L, 30L, 40L);
    }

    @Test
    void lineThatIsNoneIsNamed() throws IOException {
        Files.writeString(metrics.file(), "loss is fine\n", StandardOpenOption.APPEND);
        assertThatThrownBy(metrics::read)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("metrics.jsonl: line 4");
    }
}
