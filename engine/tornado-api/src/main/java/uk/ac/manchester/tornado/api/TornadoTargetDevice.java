package uk.ac.manchester.tornado.api;

/** What a device is made of. */
public interface TornadoTargetDevice {
    /** {@return its maker's name for it} */
    String getDeviceName();

    /** {@return bytes of its memory} */
    long getDeviceGlobalMemorySize();
}
