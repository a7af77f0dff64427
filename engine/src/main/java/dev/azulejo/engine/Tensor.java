package dev.azulejo.engine;

import dev.azulejo.engine.backend.Buffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A float32 tensor: a shape, a buffer of the backend, and every operation, as a method of its first operand. They are
 * written down in two pages, {@link Arithmetic} and {@link Functional}, and reached from here.
 *
 * <p>A tensor belongs to the innermost {@link Scope} that was open when it was made, and is unusable once that closes.
 */
public final class Tensor implements Arithmetic, Functional, Releasable {
    private final Engine engine;
    private final Shape shape;
    private final Storage storage;
    private boolean differentiable;
    private boolean released;

    Tensor(Engine engine, Shape shape, Storage storage, boolean differentiable) {
        this.engine = engine;
        this.shape = shape;
        this.storage = storage;
        this.differentiable = differentiable;
    }

    /** {@return the engine that it belongs to} */
    public Engine engine() {
        return engine;
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
            throw new IllegalStateException("tensor " + shape + " was given back to the pool; keep() it in time");
        }
        return storage.buffer();
    }

    /**
     * Overwrites the values.
     *
     * @param values row-major
     * @throws IllegalArgumentException if there are more or fewer than elements
     */
    public void set(float... values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "tensor " + shape + ": expected " + shape.size() + " values, got " + values.length);
        }
        engine.backend().memory().write(values, 0, buffer(), 0, values.length);
    }

    /** {@return the values, row-major, copied to the host; waits for them} */
    public float[] toArray() {
        float[] values = new float[shape.size()];
        engine.backend().memory().read(buffer(), 0, values, 0, values.length);
        return values;
    }

    /**
     * The value of a tensor of one element; waits for it.
     *
     * @return the value
     * @throws IllegalArgumentException if there are more elements
     */
    public float item() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException("item: tensor " + shape + "; expected one element");
        }
        return toArray()[0];
    }

    /** {@return whether gradients flow to it: it is a parameter, or computed from one under a tape} */
    public boolean differentiable() {
        return differentiable;
    }

    /** {@return the same values without a gradient (PyTorch's {@code detach}, the papers' sg[.])} */
    public Tensor detach() {
        return alias(shape);
    }

    /**
     * {@return the same values under another shape, without a copy}
     *
     * @param other a shape of as many elements
     */
    public Tensor reshape(Shape other) {
        return engine.apply(new Op.Reshape(this, other));
    }

    /**
     * {@return tensors joined along the last axis}
     *
     * @param parts equal shapes except for that axis
     */
    public static Tensor concat(Tensor... parts) {
        return parts[0].engine.apply(new Op.Concat(List.of(parts)));
    }

    /**
     * The value of functions one after the other, each of the one before it. Where no {@link Tape} will walk back through
     * them, only the last value stays: all else that they make goes back to the pool as soon as the next one is done.
     *
     * @param functions the first of this tensor, the next of its value, ...
     * @return the value of the last; this tensor if there are none
     */
    public Tensor through(List<UnaryOperator<Tensor>> functions) {
        try (Scope chain = engine.scope()) {
            Tensor value = this;
            for (UnaryOperator<Tensor> function : functions) {
                Tensor before = value;
                try (Scope link = engine.scope()) {
                    value = link.keep(function.apply(before));
                }
                if (value != before) {
                    chain.release(before);
                }
            }
            return chain.keep(value);
        }
    }

    Tensor alias(Shape other) {
        buffer();
        return engine.own(new Tensor(engine, other, storage.hold(), false));
    }

    void track() {
        differentiable = true;
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
        return "Tensor" + shape;
    }
}
