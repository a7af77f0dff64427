package dev.azulejo.engine;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Buffers waiting for their next use, by type and exact size. A training step asks for the same sizes again and again, so
 * from the second step on nothing is allocated.
 */
final class BufferPool {
    /** Fills each buffer with NaN before it is handed out, so that a kernel that leaves holes is found: for tests. */
    private static final boolean POISON = Boolean.getBoolean("azulejo.poison");

    private final Memory memory;
    private final Map<Key, ArrayDeque<Buffer>> free = new HashMap<>();
    private long allocatedBytes;

    private record Key(DType type, int size) {}

    BufferPool(Memory memory) {
        this.memory = memory;
    }

    /** A buffer of this size, whose content is whatever its last user left. */
    Buffer take(DType type, int size) {
        ArrayDeque<Buffer> waiting = free.get(new Key(type, size));
        Buffer buffer = waiting == null ? null : waiting.poll();
        if (buffer == null) {
            buffer = memory.allocate(type, size);
            allocatedBytes += 4L * size;
        }
        if (POISON && type == DType.FLOAT32) {
            memory.fill(buffer, size, Float.NaN);
        }
        return buffer;
    }

    void give(Buffer buffer) {
        free.computeIfAbsent(new Key(buffer.type(), buffer.size()), k -> new ArrayDeque<>())
                .push(buffer);
    }

    /** Bytes allocated since the start: constant once a loop is steady. */
    long allocatedBytes() {
        return allocatedBytes;
    }
}
