package uk.ac.manchester.tornado.api.common;

import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A device. */
public interface TornadoDevice {
    /** {@return what it is made of} */
    TornadoTargetDevice getPhysicalDevice();

    /** {@return its kind} */
    TornadoDeviceType getDeviceType();

    /** {@return what drives it} */
    TornadoVMBackendType getTornadoVMBackend();
}
