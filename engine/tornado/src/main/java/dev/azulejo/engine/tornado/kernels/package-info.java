/**
 * The kernels themselves: static methods that TornadoVM compiles for a device, each run once a work-item. They keep to what
 * TornadoVM compiles right, which a test reads off their bytecode. How many work-items a kernel wants, and which kernels a
 * call of the engine takes, is said by {@link dev.azulejo.engine.tornado}.
 */
package dev.azulejo.engine.tornado.kernels;
