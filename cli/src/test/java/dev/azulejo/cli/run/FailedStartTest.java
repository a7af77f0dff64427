package dev.azulejo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Shapes;
import dev.azulejo.engine.backend.DeviceException;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStartTest {
    @TempDir
    Path folder;

    private RunDirectory run;

    @BeforeEach
    void begin() {
        run = RunDirectory.create(folder.resolve("run"), RunInfo.of("test", Map.of(), 0, "images", "0"));
    }

    private void fails(RuntimeException failure) {
        assertThatThrownBy(() -> FailedStart.takenBack(run, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void settingsAloneAreDeleted() {
        fails(new DeviceException("the device's memory is too small", null));
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void figuresAreKept() {
        run.metrics().append(1, Map.of("loss", 1.0));
        fails(new DeviceException("the device failed", null));
        assertThat(RunDirectory.exists(run.path())).isTrue();
        assertThat(run.metrics().file()).exists();
    }

    @Test
    void whatSaysHowToGoOnKeepsTheRun() {
        fails(FileErrors.cannotWrite(run.path(), new IOException("No space left on device")));
        assertThat(RunDirectory.exists(run.path())).isTrue();
    }

    @Test
    void whatAnotherTrainsIsLeftAlone() {
        try (RunLock _ = run.lock()) {
            fails(new DeviceException("the device's memory is too small", null));
        }
        assertThat(RunDirectory.exists(run.path())).isTrue();
    }

    @Test
    void aBackendThatIsNotThereLeavesNoRunBehind() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        Path other = folder.resolve("other");
        Ran.azulejo("train", "--data", images, "--run", other, "--preset", "tiny", "--quiet", "--backend", "tornado")
                .failed(2, "tornado");
        assertThat(Files.exists(other)).isFalse();
    }
}
