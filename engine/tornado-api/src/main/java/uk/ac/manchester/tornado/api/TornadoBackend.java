package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A driver. */
public interface TornadoBackend {
    /** {@return its devices} */
    List<TornadoDevice> getAllDevices();

    /** {@return its kind} */
    TornadoVMBackendType getBackendType();
}
