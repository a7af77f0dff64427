package dev.azulejo.engine;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.UnaryFunction;

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
     * @throws IllegalArgumentException if the sizes differ
     */
    public Tensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException("reshape: " + shape + " to " + other + ": the sizes differ");
        }
        return engine.apply(new Op.Reshape(this, other));
    }

    /**
     * {@return a + b}
     *
     * @param other b; axes of size 1, or missing in front, are repeated as in PyTorch, in a as well
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Tensor plus(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.ADD, this, other);
    }

    /**
     * {@return a - b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    public Tensor minus(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.SUBTRACT, this, other);
    }

    /**
     * {@return a b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    public Tensor times(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.MULTIPLY, this, other);
    }

    /**
     * {@return a / b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    public Tensor dividedBy(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.DIVIDE, this, other);
    }

    /**
     * {@return a + b of a number b}
     *
     * @param b the number
     */
    public Tensor plus(float b) {
        return plus(engine.full(Shape.of(1), b));
    }

    /**
     * {@return 1 where a &lt; b, else 0; no gradient flows through it}
     *
     * @param b the other
     */
    public Tensor lessThan(Tensor b) {
        return AxisRun.broadcast(BinaryFunction.LESS, this, b);
    }

    /**
     * {@return 1 where a = b, else 0; no gradient flows through it}
     *
     * @param b the other
     */
    public Tensor equalTo(Tensor b) {
        return AxisRun.broadcast(BinaryFunction.EQUAL, this, b);
    }

    /**
     * {@return a where this is not 0, else b}
     *
     * @param a of this shape
     * @param b of this shape
     */
    public Tensor where(Tensor a, Tensor b) {
        requireSame("where", a);
        requireSame("where", b);
        return engine.apply(new Op.Where(this, a, b));
    }

    /**
     * {@return factor a}
     *
     * @param factor the factor
     */
    public Tensor scale(float factor) {
        return engine.apply(new Op.Scale(this, factor));
    }

    /**
     * {@return f(a)}
     *
     * @param f the function
     */
    public Tensor apply(UnaryFunction f) {
        return engine.apply(new Op.Unary(f, this));
    }

    /** {@return max(a, 0)} */
    public Tensor relu() {
        return apply(UnaryFunction.RELU);
    }

    /** {@return a if positive, else exp(a) - 1} */
    public Tensor elu() {
        return apply(UnaryFunction.ELU);
    }

    /** {@return the sum of all elements, a scalar} */
    public Tensor sum() {
        return engine.apply(new Op.Sum(this, 1));
    }

    /** {@return the mean of all elements, a scalar} */
    public Tensor mean() {
        return engine.apply(new Op.Sum(this, 1f / shape.size()));
    }

    /**
     * {@return the sums over some axes, which stay with size 1}
     *
     * @param axes the axes; negative ones count from the last
     */
    public Tensor sum(int... axes) {
        return AxisRun.sum(this, axes);
    }

    /**
     * {@return the means over some axes, which stay with size 1}
     *
     * @param axes the axes; negative ones count from the last
     */
    public Tensor mean(int... axes) {
        Tensor sums = AxisRun.sum(this, axes);
        return sums.scale((float) sums.shape().size() / shape.size());
    }

    /** {@return the place of the greatest element of each row, the lowest of equal ones, without the last axis} */
    public IntTensor argMax() {
        IntTensor places = engine.allocateInts(shape.withoutChannels());
        engine.backend().reductions().argMax(buffer(), places.buffer(), shape.rows(), shape.channels());
        return places;
    }

    /** {@return the integers before the decimal points; each lies between -2^31 and 2^31} */
    public IntTensor toInts() {
        IntTensor ints = engine.allocateInts(shape);
        engine.backend().elementwise().toInts(buffer(), ints.buffer(), shape.size());
        return ints;
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
