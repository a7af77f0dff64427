package dev.azulejo.engine.cpu;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;

/** A buffer on the Java heap. Kernels take its array once and then work on arrays and offsets, which C2 knows best. */
public final class HeapBuffer implements Buffer {
    private final float[] floats;
    private final int[] ints;

    private HeapBuffer(float[] floats, int[] ints) {
        this.floats = floats;
        this.ints = ints;
    }

    static HeapBuffer allocate(DType type, int size) {
        return switch (type) {
            case FLOAT32 -> new HeapBuffer(new float[size], null);
            case INT32 -> new HeapBuffer(null, new int[size]);
        };
    }

    /**
     * The floats of a buffer.
     *
     * @param buffer a float buffer of a CPU backend, or null
     * @return its array, or null for null
     */
    public static float[] floats(Buffer buffer) {
        return buffer == null ? null : ((HeapBuffer) buffer).floats;
    }

    /**
     * The integers of a buffer.
     *
     * @param buffer an integer buffer of a CPU backend
     * @return its array
     */
    public static int[] ints(Buffer buffer) {
        return ((HeapBuffer) buffer).ints;
    }

    @Override
    public int size() {
        return floats != null ? floats.length : ints.length;
    }

    @Override
    public DType type() {
        return floats != null ? DType.FLOAT32 : DType.INT32;
    }
}
