package dev.azulejo.engine.cpu;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import java.util.Arrays;

/** Java arrays as a backend's memory: the same for both CPU backends. */
public final class HeapMemory implements Memory {
    /** A memory; it holds nothing of its own. */
    public HeapMemory() {}

    @Override
    public Buffer allocate(DType type, int size) {
        return HeapBuffer.allocate(type, size);
    }

    @Override
    public void write(float[] source, int from, Buffer target, int offset, int count) {
        System.arraycopy(source, from, HeapBuffer.floats(target), offset, count);
    }

    @Override
    public void write(int[] source, int from, Buffer target, int offset, int count) {
        System.arraycopy(source, from, HeapBuffer.ints(target), offset, count);
    }

    @Override
    public void read(Buffer source, int offset, float[] target, int to, int count) {
        System.arraycopy(HeapBuffer.floats(source), offset, target, to, count);
    }

    @Override
    public void read(Buffer source, int offset, int[] target, int to, int count) {
        System.arraycopy(HeapBuffer.ints(source), offset, target, to, count);
    }

    @Override
    public void copy(Buffer source, int from, Buffer target, int to, int count) {
        switch (source.type()) {
            case FLOAT32 -> System.arraycopy(HeapBuffer.floats(source), from, HeapBuffer.floats(target), to, count);
            case INT32 -> System.arraycopy(HeapBuffer.ints(source), from, HeapBuffer.ints(target), to, count);
        }
    }

    @Override
    public void fill(Buffer target, int count, float value) {
        Arrays.fill(HeapBuffer.floats(target), 0, count, value);
    }
}
