package dev.azulejo.engine;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Every gradient rule on one page. In each, {@code y} is the output, {@code dy} the gradient of the loss with respect to
 * it, and {@code into.add(x, rule)} adds the rule's value to the gradient of x, if x wants one.
 */
final class Gradients {
    private Gradients() {}

    /** The receiver of contributions to gradients. */
    @FunctionalInterface
    interface Sink {
        void add(Tensor input, Supplier<Tensor> rule);
    }

    static void backward(Op op, Tensor y, Tensor dy, Sink into) {
        Engine engine = dy.engine();
        Kernels k = new Kernels(engine);
        LayoutOps moves = new LayoutOps(engine);
        switch (op) {
            case Op.Unary(var f, var x) -> into.add(x, () -> k.unaryGradient(f, f.derivativeOfValue() ? y : x, dy));
            case Op.Binary(var f, var a, var b) -> arithmetic(f, a, b, y, dy, d -> d, into);
            case Op.Broadcast(var f, var x, var v, var run) ->
                arithmetic(f, x, v, y, dy, d -> k.sumRows(d, run, v.shape()), into);
            case Op.SumRows(var x, var _, var _) ->
                into.add(x, () -> engine.zeros(x.shape()).plus(dy));
            case Op.Where(var condition, var a, var b) -> {
                into.add(a, () -> condition.where(dy, engine.zeros(dy.shape())));
                into.add(b, () -> condition.where(engine.zeros(dy.shape()), dy));
            }
            case Op.Scale(var x, var factor) -> into.add(x, () -> dy.scale(factor));
            case Op.Gate(var x) -> into.add(x, () -> k.gateGradient(x, dy));
            case Op.Dropout(var x, var rate, var stream, var key) -> into.add(x, () -> dy.dropout(rate, stream, key));
            case Op.Sum(var x, var factor) -> into.add(x, () -> k.fill(x.shape(), factor, dy));
            case Op.SquaredError(var a, var b, var factor) -> {
                into.add(a, () -> k.squaredErrorGradient(a, b, factor, dy));
                into.add(b, () -> k.squaredErrorGradient(b, a, factor, dy));
            }
            case Op.MatMul(var a, var b, var bias, var _, var s) -> {
                into.add(a, () -> s.transposeA() ? ofLeft(k, b, dy, a, s) : ofLeft(k, dy, b, a, s));
                into.add(b, () -> s.transposeB() ? ofRight(k, dy, a, b, s) : ofRight(k, a, dy, b, s));
                into.add(bias, () -> rowsSummed(k, dy, bias));
            }
            case Op.CausalAttention attention ->
                addAll(attention.inputs(), k.causalAttentionGradient(attention, dy), into);
            case Op.Convolution(var x, var w, var bias, var relu, var residual, var g) -> {
                Tensor dp = beforeEpilogue(k, y, bias, relu, dy, into);
                into.add(x, () -> k.transposed(dp, w, null, false, null, g));
                into.add(w, () -> k.weightGradient(x, dp, w.shape(), g));
                into.add(residual, () -> dp);
            }
            case Op.TransposedConvolution(var x, var w, var bias, var relu, var residual, var g) -> {
                Tensor dp = beforeEpilogue(k, y, bias, relu, dy, into);
                into.add(x, () -> k.convolution(dp, w, null, false, null, g));
                into.add(w, () -> k.weightGradient(dp, x, w.shape(), g));
                into.add(residual, () -> dp);
            }
            case Op.Softmax(var x) -> into.add(x, () -> k.softmaxGradient(y, dy));
            case Op.CausalSoftmax(var x, var _) -> into.add(x, () -> k.softmaxGradient(y, dy));
            case Op.LogSoftmax(var x) -> into.add(x, () -> k.logSoftmaxGradient(y, dy));
            case Op.CrossEntropy(var logits, var targets) ->
                into.add(logits, () -> k.crossEntropyGradient(logits, targets, dy));
            case Op.LayerNorm norm -> addAll(norm.inputs(), k.layerNormGradient(norm, dy), into);
            case Op.Concat(var parts) -> {
                int at = 0;
                for (Tensor part : parts) {
                    int from = at;
                    int to = at += part.shape().channels();
                    into.add(part, () -> dy.slice(from, to));
                }
            }
            case Op.Slice(var x, var from, var _) -> into.add(x, () -> moves.widen(dy, from, x.shape()));
            case Op.Shift(var x, var down, var right) -> into.add(x, () -> dy.shift(-down, -right));
            case Op.SwapMiddle(var x) -> into.add(x, () -> dy.swapMiddle());
            case Op.Reshape(var x, var _) -> into.add(x, () -> dy.reshape(x.shape()));
            case Op.Gather(var table, var indices) ->
                into.add(table, () -> moves.scatterAdd(dy, indices, table.shape()));
            case Op.StraightThrough(var z, var _) -> into.add(z, () -> dy);
        }
    }

    /** The gradients of all inputs, which one kernel computes. */
    private static void addAll(List<Tensor> inputs, List<Tensor> gradients, Sink into) {
        for (int i = 0; i < inputs.size(); i++) {
            Tensor gradient = gradients.get(i);
            into.add(inputs.get(i), () -> gradient);
        }
    }

    /** The gradient of f(a, b), where what goes to b is reduced to its shape if b was broadcast. */
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

    /** The gradient of p in y = p + bias or max(p + bias, 0); adds that of the bias, after a ReLU from the same pass. */
    private static Tensor beforeEpilogue(Kernels k, Tensor y, Tensor bias, boolean relu, Tensor dy, Sink into) {
        if (relu && Tape.wants(bias)) {
            List<Tensor> d = k.biasReluGradient(y, dy, bias);
            into.add(bias, () -> d.get(1));
            return d.get(0);
        }
        into.add(bias, () -> rowsSummed(k, dy, bias));
        return relu ? k.unaryGradient(UnaryFunction.RELU, y, dy) : dy;
    }

    private static Tensor rowsSummed(Kernels k, Tensor dy, Tensor bias) {
        return k.sumRows(dy, new AxisRun(1, dy.shape().rows(), dy.shape().channels()), bias.shape());
    }

    /** With P = op(A) op(B): dA = dP op(B)ᵀ as A is stored [m, k], and op(B) dPᵀ as it is stored [k, m]. */
    private static Tensor ofLeft(Kernels k, Tensor left, Tensor right, Tensor a, MatrixKernels.Shape s) {
        var sizes = s.transposeA()
                ? new MatrixKernels.Shape(s.batch(), s.k(), s.m(), s.n(), s.transposeB(), true)
                : new MatrixKernels.Shape(s.batch(), s.m(), s.k(), s.n(), false, !s.transposeB());
        return k.multiply(left, right, null, a.shape(), sizes);
    }

    /** With P = op(A) op(B): dB = op(A)ᵀ dP as B is stored [k, n], and dPᵀ op(A) as it is stored [n, k]. */
    private static Tensor ofRight(Kernels k, Tensor left, Tensor right, Tensor b, MatrixKernels.Shape s) {
        var sizes = s.transposeB()
                ? new MatrixKernels.Shape(s.batch(), s.n(), s.k(), s.m(), true, s.transposeA())
                : new MatrixKernels.Shape(s.batch(), s.k(), s.n(), s.m(), !s.transposeA(), false);
        return k.multiply(left, right, null, b.shape(), sizes);
    }
}
