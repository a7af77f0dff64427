package dev.azulejo.engine;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.UnaryFunction;

/**
 * The arithmetic of tensors: element by element, broadcast, and sums. Every operation has a gradient. Where operands do
 * not fit, an {@link IllegalArgumentException} names the operation, their shapes and what was expected.
 */
public sealed interface Arithmetic permits Tensor {
    /**
     * {@return a + b}
     *
     * @param other b; axes of size 1, or missing in front, are repeated as in PyTorch, in a as well
     */
    default Tensor plus(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.ADD, self(), other);
    }

    /**
     * {@return a - b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    default Tensor minus(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.SUBTRACT, self(), other);
    }

    /**
     * {@return a b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    default Tensor times(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.MULTIPLY, self(), other);
    }

    /**
     * {@return a / b}
     *
     * @param other b, broadcast as in {@link #plus(Tensor)}
     */
    default Tensor dividedBy(Tensor other) {
        return AxisRun.broadcast(BinaryFunction.DIVIDE, self(), other);
    }

    /**
     * {@return a + b of a number b}
     *
     * @param b the number
     */
    default Tensor plus(float b) {
        return plus(self().engine().full(Shape.of(1), b));
    }

    /**
     * {@return 1 where a &lt; b, else 0; no gradient flows through it}
     *
     * @param b the other
     */
    default Tensor lessThan(Tensor b) {
        return AxisRun.broadcast(BinaryFunction.LESS, self(), b);
    }

    /**
     * {@return 1 where a = b, else 0; no gradient flows through it}
     *
     * @param b the other
     */
    default Tensor equalTo(Tensor b) {
        return AxisRun.broadcast(BinaryFunction.EQUAL, self(), b);
    }

    /**
     * {@return a where this is not 0, else b}
     *
     * @param a of this shape
     * @param b of this shape
     */
    default Tensor where(Tensor a, Tensor b) {
        return run(new Op.Where(self(), a, b));
    }

    /**
     * {@return factor a}
     *
     * @param factor the factor
     */
    default Tensor scale(float factor) {
        return run(new Op.Scale(self(), factor));
    }

    /**
     * {@return f(a)}
     *
     * @param f the function
     */
    default Tensor apply(UnaryFunction f) {
        return run(new Op.Unary(f, self()));
    }

    /** {@return 1 / sqrt(a)} */
    default Tensor rsqrt() {
        return apply(UnaryFunction.RSQRT);
    }

    /** {@return the nearest integers, of two the even one; their gradient is 0} */
    default Tensor round() {
        return apply(UnaryFunction.ROUND);
    }

    /** {@return max(a, 0)} */
    default Tensor relu() {
        return apply(UnaryFunction.RELU);
    }

    /** {@return a if positive, else exp(a) - 1} */
    default Tensor elu() {
        return apply(UnaryFunction.ELU);
    }

    /** {@return the sum of all elements, a scalar} */
    default Tensor sum() {
        return run(new Op.Sum(self(), 1));
    }

    /** {@return the mean of all elements, a scalar} */
    default Tensor mean() {
        return run(new Op.Sum(self(), 1f / self().shape().size()));
    }

    /**
     * {@return the sums over some axes, which stay with size 1}
     *
     * @param axes the axes; negative ones count from the last
     */
    default Tensor sum(int... axes) {
        return AxisRun.sum(self(), axes);
    }

    /**
     * {@return the means over some axes, which stay with size 1}
     *
     * @param axes the axes; negative ones count from the last
     */
    default Tensor mean(int... axes) {
        Tensor sums = AxisRun.sum(self(), axes);
        return sums.scale((float) sums.shape().size() / self().shape().size());
    }

    /** {@return the place of the greatest element of each row, the lowest of equal ones, without the last axis} */
    default IntTensor argMax() {
        IntTensor places = self().engine().allocateInts(self().shape().withoutChannels());
        self().engine()
                .backend()
                .reductions()
                .argMax(
                        self().buffer(),
                        places.buffer(),
                        self().shape().rows(),
                        self().shape().channels());
        return places;
    }

    /** {@return the integers before the decimal points; each lies between -2^31 and 2^31} */
    default IntTensor toInts() {
        IntTensor ints = self().engine().allocateInts(self().shape());
        self().engine()
                .backend()
                .elementwise()
                .toInts(self().buffer(), ints.buffer(), self().shape().size());
        return ints;
    }

    private Tensor run(Op op) {
        return self().engine().apply(op);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
