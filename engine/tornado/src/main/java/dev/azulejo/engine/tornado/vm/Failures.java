package dev.azulejo.engine.tornado.vm;

import dev.azulejo.engine.backend.DeviceException;
import java.util.function.Supplier;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/** What TornadoVM throws, as a line that says what to do. */
final class Failures {
    private Failures() {}

    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (TornadoOutOfMemoryException e) {
            throw new DeviceException(
                    "the device's memory is too small: use a smaller --batch or smaller images"
                            + " (-Dtornado.device.memory bounds what is used of it)",
                    e);
        } catch (TornadoInternalError | TornadoBailoutRuntimeException e) {
            throw new DeviceException("TornadoVM cannot compile the step (" + line(e) + "): take --backend vector", e);
        } catch (RuntimeException e) {
            throw new DeviceException(
                    "the device failed (" + line(e)
                            + "): when it is there again, a run goes on from its last checkpoint,"
                            + " or here with --backend vector",
                    e);
        }
    }

    /** The first line of what the first cause says. */
    static String line(Throwable failure) {
        Throwable e = failure;
        while (e.getCause() != null) {
            e = e.getCause();
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        String line = message.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
        return line.length() > 120 ? line.substring(0, 117) + "..." : line;
    }
}
