package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Every gradient rule on one page. In each, {@code y} is the output, {@code dy} the gradient of the loss with respect to
 * it, and {@code into.add(x, rule)} adds the rule's value to the gradient of x, if x wants one.
 * What the rules read is listed in {@link Saved}.
 */
final class Gradients {
    private Gradients() {}

    /** Where contributions go. */
    @FunctionalInterface
    interface Sink {
        void add(Tensor input, Supplier<Tensor> rule);
    }

    static void backward(Op op, Tensor y, Tensor dy, Sink into) {
        Engine engine = dy.engine();
        Backend backend = engine.backend();
        switch (op) {
            case Op.Unary(var f, var x) -> into.add(x, () -> unary(f, f.derivativeOfValue() ? y : x, dy));
            case Op.Binary(var f, var a, var b) -> arithmetic(f, a, b, y, dy, d -> d, into);
            case Op.Scale(var x, var factor) -> into.add(x, () -> dy.scale(factor));
            case Op.Broadcast(var f, var x, var v, var run) ->
                arithmetic(f, x, v, y, dy, d -> sumRows(d, run, v.shape()), into);
            case Op.SumRows(var x, var _, var _) ->
                into.add(x, () -> engine.zeros(x.shape()).plus(dy));
            case Op.Where(var condition, var a, var b) -> {
                into.add(a, () -> condition.where(dy, engine.zeros(dy.shape())));
                into.add(b, () -> condition.where(engine.zeros(dy.shape()), dy));
            }
            case Op.Gate(var x) ->
                into.add(x, () -> {
                    Tensor dx = engine.allocate(x.shape());
                    backend.elementwise()
                            .gateGradient(
                                    x.buffer(),
                                    dy.buffer(),
                                    dx.buffer(),
                                    dy.shape().rows(),
                                    dy.shape().channels());
                    return dx;
                });
            case Op.Dropout(var x, var rate, var stream, var key) ->
                into.add(x, () -> Functions.dropout(dy, rate, stream, key));
            case Op.Sum(var x, var factor) ->
                into.add(x, () -> {
                    Tensor dx = engine.full(x.shape(), 1);
                    int n = dx.shape().size();
                    backend.elementwise().scaleBy(factor, dy.buffer(), dx.buffer(), dx.buffer(), n);
                    return dx;
                });
            case Op.SquaredError(var a, var b, var factor) -> {
                into.add(a, () -> squaredError(a, b, factor, dy));
                into.add(b, () -> squaredError(b, a, factor, dy));
            }
            case Op.MatMul(var a, var b, var bias, var _, var sizes) -> {
                into.add(a, () -> sizes.transposeA() ? productA(b, dy, a, sizes) : productA(dy, b, a, sizes));
                into.add(b, () -> sizes.transposeB() ? productB(dy, a, b, sizes) : productB(a, dy, b, sizes));
                into.add(bias, () -> sumRows(dy, bias));
            }
            case Op.CausalAttention attention -> JointGradients.of(attention, dy, into);
            case Op.Convolution(var x, var w, var bias, var relu, var residual, var geometry) -> {
                Tensor dp = beforeEpilogue(y, bias, relu, dy, into);
                into.add(x, () -> inputGradient(dp, w, x.shape(), geometry));
                into.add(w, () -> weightGradient(x, dp, w.shape(), geometry));
                into.add(residual, () -> dp);
            }
            case Op.TransposedConvolution(var x, var w, var bias, var relu, var residual, var geometry) -> {
                Tensor dp = beforeEpilogue(y, bias, relu, dy, into);
                into.add(x, () -> convolution(dp, w, x.shape(), geometry));
                into.add(w, () -> weightGradient(dp, x, w.shape(), geometry));
                into.add(residual, () -> dp);
            }
            case Op.Softmax(var x) -> into.add(x, () -> softmax(y, dy));
            case Op.CausalSoftmax(var x, var _) -> into.add(x, () -> softmax(y, dy));
            case Op.LogSoftmax(var x) -> into.add(x, () -> logSoftmax(y, dy));
            case Op.CrossEntropy(var logits, var targets) ->
                into.add(logits, () -> {
                    Shape shape = logits.shape();
                    Tensor dx = engine.allocate(shape);
                    backend.normalizations()
                            .crossEntropyGradient(
                                    logits.buffer(),
                                    targets.buffer(),
                                    dy.buffer(),
                                    dx.buffer(),
                                    shape.rows(),
                                    shape.channels());
                    return dx;
                });
            case Op.LayerNorm norm -> JointGradients.of(norm, dy, into);
            case Op.Concat(var parts) -> {
                int from = 0;
                for (Tensor part : parts) {
                    int start = from;
                    int end = from + part.shape().channels();
                    into.add(part, () -> Functions.slice(dy, start, end));
                    from = end;
                }
            }
            case Op.Slice(var x, var from, var _) ->
                into.add(x, () -> {
                    Tensor dx = engine.zeros(x.shape());
                    int count = dy.shape().channels();
                    backend.layouts()
                            .copyColumns(
                                    dy.buffer(),
                                    count,
                                    0,
                                    dx.buffer(),
                                    dx.shape().channels(),
                                    from,
                                    dy.shape().rows(),
                                    count);
                    return dx;
                });
            case Op.Shift(var x, var down, var right) -> into.add(x, () -> Functions.shift(dy, -down, -right));
            case Op.SwapMiddle(var x) -> into.add(x, () -> Functions.swapMiddle(dy));
            case Op.Reshape(var x, var _) -> into.add(x, () -> dy.reshape(x.shape()));
            case Op.Gather(var table, var indices) ->
                into.add(table, () -> {
                    Tensor dt = engine.allocate(table.shape());
                    backend.layouts()
                            .scatterAdd(
                                    dy.buffer(),
                                    indices.buffer(),
                                    dt.buffer(),
                                    indices.shape().size(),
                                    table.shape().rows(),
                                    table.shape().channels());
                    return dt;
                });
            case Op.StraightThrough(var z, var _) -> into.add(z, () -> dy);
        }
    }

    /** Of f(a, b), where b's part is reduced to its shape if it was broadcast. */
    private static void arithmetic(
            BinaryFunction f, Tensor a, Tensor b, Tensor y, Tensor dy, UnaryOperator<Tensor> reduced, Sink into) {
        switch (f) {
            case ADD -> {
                into.add(a, () -> dy);
                into.add(b, () -> reduced.apply(dy));
            }
            case SUBTRACT -> {
                into.add(a, () -> dy);
                into.add(b, () -> reduced.apply(dy).scale(-1));
            }
            case MULTIPLY -> {
                into.add(a, () -> dy.times(b));
                into.add(b, () -> reduced.apply(dy.times(a)));
            }
            case DIVIDE -> {
                into.add(a, () -> dy.dividedBy(b));
                into.add(b, () -> reduced.apply(dy.times(y)).dividedBy(b).scale(-1));
            }
            case LESS, EQUAL -> {} // 0 wherever there is one.
        }
    }

    private static Backend backend(Tensor tensor) {
        return tensor.engine().backend();
    }

    /** The gradient of p in y = p + bias or max(p + bias, 0); adds that of the bias, after a ReLU from the same pass. */
    private static Tensor beforeEpilogue(Tensor y, Tensor bias, boolean relu, Tensor dy, Sink into) {
        if (!relu) {
            into.add(bias, () -> sumRows(dy, bias));
            return dy;
        }
        if (!Tape.wants(bias)) {
            return unary(UnaryFunction.RELU, y, dy);
        }
        Tensor dp = overOrBeside(dy);
        Tensor sums = dy.engine().allocate(bias.shape());
        int rows = dy.shape().rows();
        int channels = dy.shape().channels();
        backend(dy).reductions().biasReluGradient(y.buffer(), dy.buffer(), rows, channels, dp.buffer(), sums.buffer());
        into.add(bias, () -> sums);
        return dp;
    }

    /** Over dy if no one else reads it: the largest activation of a model is often a ReLU's. */
    private static Tensor overOrBeside(Tensor dy) {
        return dy.exclusive() ? dy : dy.engine().allocate(dy.shape());
    }

    private static Tensor unary(UnaryFunction f, Tensor a, Tensor dy) {
        Tensor dx = overOrBeside(dy);
        int n = a.shape().size();
        backend(dy).elementwise().unaryGradient(f, a.buffer(), dy.buffer(), dx.buffer(), n);
        return dx;
    }

    /** Gradient of factor |a - b|² to a: 2 factor dy (a - b); to b it is the same with the two exchanged. */
    private static Tensor squaredError(Tensor a, Tensor b, float factor, Tensor dy) {
        Tensor da = dy.engine().allocate(a.shape());
        backend(dy)
                .reductions()
                .squaredErrorGradient(a.buffer(), b.buffer(), a.shape().size(), factor, dy.buffer(), da.buffer());
        return da;
    }

    private static Tensor sumRows(Tensor dy, Tensor bias) {
        return sumRows(dy, new AxisRun(1, dy.shape().rows(), dy.shape().channels()), bias.shape());
    }

    private static Tensor sumRows(Tensor dy, AxisRun run, Shape shape) {
        return dy.engine().apply(new Op.SumRows(dy, run, shape));
    }

    private static Tensor softmax(Tensor y, Tensor dy) {
        Tensor dx = dy.engine().allocate(y.shape());
        int rows = y.shape().rows();
        int channels = y.shape().channels();
        backend(dy).normalizations().softmaxGradient(y.buffer(), dy.buffer(), dx.buffer(), rows, channels);
        return dx;
    }

    private static Tensor logSoftmax(Tensor y, Tensor dy) {
        Tensor dx = dy.engine().allocate(y.shape());
        int rows = y.shape().rows();
        int channels = y.shape().channels();
        backend(dy).normalizations().logSoftmaxGradient(y.buffer(), dy.buffer(), dx.buffer(), rows, channels);
        return dx;
    }

    /** With P = op(A) op(B): dA = dP op(B)ᵀ as A is stored [m, k], and op(B) dPᵀ as it is stored [k, m]. */
    private static Tensor productA(Tensor left, Tensor right, Tensor a, MatrixKernels.Shape s) {
        var sizes = s.transposeA()
                ? new MatrixKernels.Shape(s.batch(), s.k(), s.m(), s.n(), s.transposeB(), true)
                : new MatrixKernels.Shape(s.batch(), s.m(), s.k(), s.n(), false, !s.transposeB());
        return multiply(left, right, a.shape(), sizes);
    }

    /** With P = op(A) op(B): dB = op(A)ᵀ dP as B is stored [k, n], and dPᵀ op(A) as it is stored [n, k]. */
    private static Tensor productB(Tensor left, Tensor right, Tensor b, MatrixKernels.Shape s) {
        var sizes = s.transposeB()
                ? new MatrixKernels.Shape(s.batch(), s.n(), s.k(), s.m(), true, s.transposeA())
                : new MatrixKernels.Shape(s.batch(), s.k(), s.n(), s.m(), !s.transposeA(), false);
        return multiply(left, right, b.shape(), sizes);
    }

    private static Tensor multiply(Tensor left, Tensor right, Shape shape, MatrixKernels.Shape sizes) {
        Tensor out = left.engine().allocate(shape);
        backend(left).matrices().multiply(left.buffer(), right.buffer(), Epilogue.NONE, out.buffer(), sizes);
        return out;
    }

    private static Tensor convolution(Tensor x, Tensor w, Shape shape, ConvolutionGeometry geometry) {
        Tensor y = x.engine().allocate(shape);
        backend(x).convolutions().forward(x.buffer(), w.buffer(), Epilogue.NONE, y.buffer(), geometry);
        return y;
    }

    private static Tensor inputGradient(Tensor dy, Tensor w, Shape shape, ConvolutionGeometry geometry) {
        Tensor dx = dy.engine().allocate(shape);
        backend(dy).convolutions().inputGradient(dy.buffer(), w.buffer(), Epilogue.NONE, dx.buffer(), geometry);
        return dx;
    }

    private static Tensor weightGradient(Tensor x, Tensor dy, Shape shape, ConvolutionGeometry geometry) {
        Tensor dw = dy.engine().allocate(shape);
        backend(dy).convolutions().weightGradient(x.buffer(), dy.buffer(), dw.buffer(), geometry);
        return dw;
    }
}
