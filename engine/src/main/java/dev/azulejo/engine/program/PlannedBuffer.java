package dev.azulejo.engine.program;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;

/** A buffer of a traced step that has no storage yet: a name for what one call writes and others read. */
final class PlannedBuffer implements Buffer {
    private final DType type;
    private final int size;
    private final int number;

    PlannedBuffer(DType type, int size, int number) {
        this.type = type;
        this.size = size;
        this.number = number;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DType type() {
        return type;
    }

    @Override
    public String toString() {
        return "%" + number;
    }
}
