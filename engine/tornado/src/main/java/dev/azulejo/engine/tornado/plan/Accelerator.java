package dev.azulejo.engine.tornado.plan;

/** A device that runs programs. */
public interface Accelerator {
    /** {@return its name and memory, for a log} */
    String description();

    /** {@return what a part of a program may hold} */
    default Layout.Limits limits() {
        return Layout.Limits.TORNADOVM;
    }

    /**
     * Makes a program ready to run.
     *
     * @param layout its parts
     * @return the program on this device
     * @throws dev.azulejo.engine.backend.DeviceException if the device's memory is too small for it
     */
    Ring ring(Layout layout);
}
