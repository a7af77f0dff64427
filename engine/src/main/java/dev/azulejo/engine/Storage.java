package dev.azulejo.engine;

import dev.azulejo.engine.backend.Buffer;

/** A buffer and how many tensors hold it; the last one to let go gives it back to the pool. */
final class Storage {
    private final Buffer buffer;
    private final BufferPool pool;
    private int holders = 1;

    /** Holds a buffer for one tensor; without a pool (null) the buffer is left to the garbage collector. */
    Storage(Buffer buffer, BufferPool pool) {
        this.buffer = buffer;
        this.pool = pool;
    }

    Buffer buffer() {
        return buffer;
    }

    Storage hold() {
        holders++;
        return this;
    }

    void letGo() {
        if (--holders == 0 && pool != null) {
            pool.give(buffer);
        }
    }
}
