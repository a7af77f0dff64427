package dev.azulejo.engine;

import dev.azulejo.engine.backend.Buffer;

/** Integers with a shape: codes {@code [N, H, W]}, labels {@code [N]}, random keys {@code [3]}. */
public final class IntTensor implements Releasable {
    private final Engine engine;
    private final Shape shape;
    private final Storage storage;
    private boolean released;

    IntTensor(Engine engine, Shape shape, Storage storage) {
        this.engine = engine;
        this.shape = shape;
        this.storage = storage;
    }

    /** {@return the shape} */
    public Shape shape() {
        return shape;
    }

    /**
     * The buffer, for kernels.
     *
     * @return the buffer
     * @throws IllegalStateException if its scope is closed
     */
    public Buffer buffer() {
        if (released) {
            throw new IllegalStateException("integers " + shape + " were given back to the pool; keep() them in time");
        }
        return storage.buffer();
    }

    /**
     * Overwrites the values.
     *
     * @param values as many values as the shape has elements, row-major
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public void set(int... values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "integers " + shape + ": expected " + shape.size() + " values, got " + values.length);
        }
        engine.backend().memory().write(values, 0, buffer(), 0, values.length);
    }

    /**
     * Copies the values to other integers: within a step, to ones that are readable after it.
     *
     * @param target integers of this shape
     * @throws IllegalArgumentException if the shapes differ
     */
    public void copyTo(IntTensor target) {
        if (!target.shape.equals(shape)) {
            throw new IllegalArgumentException("copyTo: integers " + shape + " to " + target.shape);
        }
        engine.backend().memory().copy(buffer(), 0, target.buffer(), 0, shape.size());
    }

    /** {@return a copy of the values on the host, row-major} */
    public int[] toArray() {
        int[] values = new int[shape.size()];
        engine.backend().memory().read(buffer(), 0, values, 0, values.length);
        return values;
    }

    /** {@return the same numbers as floats} */
    public Tensor toFloats() {
        Tensor floats = engine.allocate(shape);
        engine.backend().elementwise().toFloats(buffer(), floats.buffer(), shape.size());
        return floats;
    }

    /**
     * The same values under another shape, without a copy.
     *
     * @param other a shape of as many elements
     * @return the integers
     * @throws IllegalArgumentException if the sizes differ
     */
    public IntTensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException("reshape: " + shape + " to " + other + ": the sizes differ");
        }
        return engine.own(new IntTensor(engine, other, storage.hold()));
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            storage.letGo();
        }
    }

    @Override
    public String toString() {
        return "IntTensor" + shape;
    }
}
