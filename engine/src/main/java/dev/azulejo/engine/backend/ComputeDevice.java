package dev.azulejo.engine.backend;

/**
 * A device that a backend can compute on.
 *
 * @param name its maker's name for it, and what drives it
 * @param gpu whether it is a GPU: {@code auto} takes no other
 * @param bytes its memory
 */
public record ComputeDevice(String name, boolean gpu, long bytes) {}
