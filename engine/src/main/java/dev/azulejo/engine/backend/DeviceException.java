package dev.azulejo.engine.backend;

/** A device that cannot do what was asked, though the program is right: its memory is too small, or it went away. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A failure of a device.
     *
     * @param message one line that says what happened and what to do
     * @param cause what the device's driver said; null if it was never asked
     */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
