package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.cpu.HeapBuffer;
import dev.azulejo.engine.tornado.ArrayBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A buffer that may be on the host, on the device, or both. On the host it is a buffer of the CPU's backend; an array of
 * TornadoVM stands between that and the device. Both are made when they are first needed.
 */
final class DeviceBuffer implements Buffer {
    private final DType type;
    private final int size;
    private final Memory cpu;
    private Buffer host;
    private ArrayBuffer array;
    private DeviceProgram newest;
    private long version;
    private int hostWrites;

    DeviceBuffer(DType type, int size, Memory cpu) {
        this.type = type;
        this.size = size;
        this.cpu = cpu;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DType type() {
        return type;
    }

    /** A number that changes with the content. */
    long version() {
        return version;
    }

    /** How often the host has set it. */
    int hostWrites() {
        return hostWrites;
    }

    /** The buffer as the CPU's backend knows it, with the newest content. */
    Buffer onHost() {
        if (newest != null) {
            newest.fetch(this);
            copy(false);
            newest = null;
        }
        return host();
    }

    private Buffer host() {
        if (host == null) {
            host = cpu.allocate(type, size);
        }
        return host;
    }

    /** The CPU's backend changed it. */
    void wroteOnHost() {
        newest = null;
        version++;
    }

    /** The host set it from outside. */
    void setByHost() {
        wroteOnHost();
        hostWrites++;
    }

    /** A program changed it on the device. */
    void wroteOnDevice(DeviceProgram program) {
        newest = program;
        version++;
    }

    /** The buffer as kernels for TornadoVM know it. */
    ArrayBuffer onDevice() {
        if (array == null) {
            array = ArrayBuffer.allocate(type, size);
        }
        return array;
    }

    /** The array with the newest content, ready to be sent. */
    void prepareUpload() {
        onHost();
        copy(true);
    }

    private void copy(boolean toArray) {
        MemorySegment segment = onDevice().segment();
        switch (type) {
            case FLOAT32 -> {
                float[] floats = HeapBuffer.floats(host());
                if (toArray) {
                    MemorySegment.copy(floats, 0, segment, ValueLayout.JAVA_FLOAT, 0, size);
                } else {
                    MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, 0, floats, 0, size);
                }
            }
            case INT32 -> {
                int[] ints = HeapBuffer.ints(host());
                if (toArray) {
                    MemorySegment.copy(ints, 0, segment, ValueLayout.JAVA_INT, 0, size);
                } else {
                    MemorySegment.copy(segment, ValueLayout.JAVA_INT, 0, ints, 0, size);
                }
            }
        }
    }
}
