package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;

/**
 * A matrix whose columns become more, at the beginning of a buffer that has room: few sizes are ever asked for. (With one of
 * exactly its size at each growth, what was given back was never wanted again: drawing 128x128 codes took 1 GiB.)
 */
final class GrowingColumns {
    private final Engine engine;
    private final int rows;
    private final float fresh;
    private int columns;
    private Tensor content;
    private Tensor spare;

    /**
     * A matrix without columns.
     *
     * @param rows its rows, which stay
     * @param fresh what new columns hold
     */
    GrowingColumns(Engine engine, int rows, float fresh) {
        this.engine = engine;
        this.rows = rows;
        this.fresh = fresh;
    }

    /** Makes it wider; its columns stay where they are in their rows, and the buffer becomes another. */
    void widen(int wider) {
        int size = Math.multiplyExact(rows, wider);
        if (spare == null || spare.shape().size() < size) {
            if (spare != null) {
                spare.release();
            }
            int room = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, (long) rows * roundUp(wider)));
            spare = engine.allocate(Shape.of(Math.max(size, room)));
        }
        engine.backend().memory().fill(spare.buffer(), size, fresh);
        if (columns > 0) {
            engine.backend()
                    .layouts()
                    .copyColumns(content.buffer(), columns, 0, spare.buffer(), wider, 0, rows, columns);
        }
        Tensor old = content;
        content = spare;
        spare = old;
        columns = wider;
    }

    /** The next power of two. */
    private static long roundUp(int number) {
        return Long.highestOneBit(2L * number - 1);
    }

    /** Writes one column. */
    void put(Tensor column, int at) {
        engine.backend().layouts().copyColumns(column.buffer(), 1, 0, content.buffer(), columns, at, rows, 1);
    }

    /** {@return its elements, row by row, and room} */
    Buffer buffer() {
        return content.buffer();
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }
}
