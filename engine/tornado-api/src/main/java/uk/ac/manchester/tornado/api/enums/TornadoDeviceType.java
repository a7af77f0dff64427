package uk.ac.manchester.tornado.api.enums;

/** Kinds of devices. */
public enum TornadoDeviceType {
    /** A processor. */
    CPU,
    /** A graphics processor. */
    GPU
}
