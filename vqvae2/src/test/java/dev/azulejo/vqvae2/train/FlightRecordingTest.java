package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording of a training holds. */
class FlightRecordingTest {
    private static final ImageData IMAGES = new Stripes(40, 16, 1);

    @TempDir
    Path folder;

    @Test
    void stepsKernelsAndCheckpointsAreRecorded() throws IOException {
        List<RecordedEvent> plain = recorded("plain", false);
        assertThat(of(plain, "azulejo.Step"))
                .extracting(event -> event.getLong("step"))
                .containsExactly(1L, 2L, 3L);
        assertThat(of(plain, "azulejo.Step")).allMatch(event -> event.getInt("items") == 7);
        assertThat(of(plain, "azulejo.Checkpoint"))
                .extracting(event -> event.getLong("step"))
                .containsExactly(3L);
        assertThat(of(plain, "azulejo.Kernel")).isEmpty();

        List<RecordedEvent> kernels = of(recorded("kernels", true), "azulejo.Kernel");
        assertThat(kernels)
                .extracting(event -> event.getString("kernel"))
                .contains("convolutions.forward", "codebooks.nearest", "optimizers.adam");
        assertThat(kernels).allMatch(event -> event.getString("constants").startsWith("["));
    }

    private List<RecordedEvent> recorded(String name, boolean kernels) throws IOException {
        Path file = folder.resolve(name + ".jfr");
        Configuration tiny = Configuration.preset("tiny").with(List.of("hidden=8", "batch=7", "steps=3"));
        Split split = Split.of(IMAGES.subset(0, 30), IMAGES.subset(30, 40));
        try (Recording recording = new Recording();
                Engine engine = new Engine(Backends.choose("scalar", 1))) {
            if (kernels) {
                recording.enable("azulejo.Kernel");
            }
            recording.start();
            ModelRun.begin(folder.resolve(name), tiny, split, 0).train(engine, split);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
