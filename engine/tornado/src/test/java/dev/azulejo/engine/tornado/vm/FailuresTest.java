package dev.azulejo.engine.tornado.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.backend.DeviceException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/** What a user reads when a device or TornadoVM fails: one line each that says what to do. */
class FailuresTest {
    private static void assertSaid(Supplier<Object> work, String... words) {
        assertThatThrownBy(() -> Failures.translated(work))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll(words)
                .message()
                .hasLineCount(1);
    }

    @Test
    void memoryThatIsTooSmall() {
        assertSaid(
                () -> {
                    throw new TornadoOutOfMemoryException("Unable to allocate 5 bytes.\n\tTo increase, use more");
                },
                "memory is too small",
                "--batch");
    }

    @Test
    void aKernelThatDoesNotCompile() {
        assertSaid(
                () -> {
                    throw new TornadoInternalError(new IllegalStateException("logic node"));
                },
                "cannot compile",
                "logic node",
                "--backend vector");
        assertSaid(
                () -> {
                    throw new TornadoBailoutRuntimeException("\n\nrecover option disabled\nat a.b.c");
                },
                "cannot compile",
                "recover option disabled");
    }

    @Test
    void aDeviceThatGoesAway() {
        assertSaid(
                () -> {
                    throw new IllegalStateException("CL_DEVICE_NOT_AVAILABLE\nat a.b.c");
                },
                "the device failed (CL_DEVICE_NOT_AVAILABLE)",
                "last checkpoint");
    }

    @Test
    void whatWorksIsNotTouched() {
        assertThat(Failures.translated(() -> 3)).isEqualTo(3);
    }
}
