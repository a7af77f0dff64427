package dev.azulejo.engine.tornado;

/** Devices for tests of other packages. */
public final class TestDevices {
    private TestDevices() {}

    /** Emulated work-groups. */
    public static Device emulator() {
        return new Emulator();
    }
}
