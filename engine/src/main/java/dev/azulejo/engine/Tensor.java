package dev.azulejo.engine;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.Locale;

/**
 * A float32 tensor: a shape, a buffer of the backend, and element-wise operations with gradients. What mixes elements
 * is in {@link Products} (matrix products, convolutions) and in {@link Functions}.
 *
 * <p>A tensor belongs to the innermost {@link Scope} that was open when it was made, and is unusable once that closes.
 */
public final class Tensor implements Releasable {
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

    /**
     * Where it lives.
     *
     * @return the engine
     */
    public Engine engine() {
        return engine;
    }

    /**
     * The shape.
     *
     * @return the shape
     */
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
     * @param values as many values as the shape has elements, row-major
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public void set(float... values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "tensor " + shape + ": expected " + shape.size() + " values, got " + values.length);
        }
        engine.backend().memory().write(values, 0, buffer(), 0, values.length);
    }

    /**
     * Copies the values to the host; waits for them.
     *
     * @return the values, row-major
     */
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

    /**
     * Whether gradients flow to it: it is a parameter, or computed from one under a tape.
     *
     * @return whether it is differentiable
     */
    public boolean differentiable() {
        return differentiable;
    }

    /**
     * The same values without a gradient (PyTorch's {@code detach}, the papers' sg[.]).
     *
     * @return a view
     */
    public Tensor detach() {
        return alias(shape);
    }

    /**
     * The same values under another shape, without a copy.
     *
     * @param other a shape of as many elements
     * @return a view
     * @throws IllegalArgumentException if the sizes differ
     */
    public Tensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException("reshape: " + shape + " to " + other + ": the sizes differ");
        }
        return engine.apply(new Op.Reshape(this, other));
    }

    /**
     * a + b.
     *
     * @param other b, of the same shape
     * @return the sum
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor plus(Tensor other) {
        return binary(BinaryFunction.ADD, other);
    }

    /**
     * a - b.
     *
     * @param other b, of the same shape
     * @return the difference
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor minus(Tensor other) {
        return binary(BinaryFunction.SUBTRACT, other);
    }

    /**
     * a b, element by element.
     *
     * @param other b, of the same shape
     * @return the product
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor times(Tensor other) {
        return binary(BinaryFunction.MULTIPLY, other);
    }

    /**
     * a / b, element by element.
     *
     * @param other b, of the same shape
     * @return the quotient
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor dividedBy(Tensor other) {
        return binary(BinaryFunction.DIVIDE, other);
    }

    private Tensor binary(BinaryFunction f, Tensor other) {
        requireSame(f.name().toLowerCase(Locale.ROOT), other);
        return engine.apply(new Op.Binary(f, this, other));
    }

    /**
     * factor a.
     *
     * @param factor the factor
     * @return the product
     */
    public Tensor scale(float factor) {
        return engine.apply(new Op.Scale(this, factor));
    }

    /**
     * f(a), element by element.
     *
     * @param f the function
     * @return the values
     */
    public Tensor apply(UnaryFunction f) {
        return engine.apply(new Op.Unary(f, this));
    }

    /**
     * max(a, 0).
     *
     * @return the values
     */
    public Tensor relu() {
        return apply(UnaryFunction.RELU);
    }

    /**
     * a if positive, else exp(a) - 1.
     *
     * @return the values
     */
    public Tensor elu() {
        return apply(UnaryFunction.ELU);
    }

    /**
     * The sum of all elements.
     *
     * @return a scalar
     */
    public Tensor sum() {
        return engine.apply(new Op.Sum(this, 1));
    }

    /**
     * The mean of all elements.
     *
     * @return a scalar
     */
    public Tensor mean() {
        return engine.apply(new Op.Sum(this, 1f / shape.size()));
    }

    /**
     * The mean of (a - b)² over all elements (PyTorch's {@code mse_loss}).
     *
     * @param other b, of the same shape
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public Tensor meanSquaredError(Tensor other) {
        requireSame("meanSquaredError", other);
        return engine.apply(new Op.SquaredError(this, other, 1f / shape.size()));
    }

    private void requireSame(String operation, Tensor other) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException(
                    operation + ": " + shape + " and " + other.shape + "; expected the same shape");
        }
    }

    Tensor alias(Shape other) {
        buffer();
        return engine.own(new Tensor(engine, other, storage.hold(), false));
    }

    void track() {
        differentiable = true;
    }

    boolean exclusive() {
        return storage.exclusive();
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
