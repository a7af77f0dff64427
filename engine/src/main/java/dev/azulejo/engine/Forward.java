package dev.azulejo.engine;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;

/** How each operation is computed: its output's shape and the kernel that writes it. */
final class Forward {
    private Forward() {}

    static Tensor evaluate(Engine engine, Op op) {
        if (op instanceof Op.Reshape(Tensor x, Shape shape)) {
            return x.alias(shape);
        }
        if (op instanceof Op.StraightThrough(var _, Tensor q)) {
            return q.alias(q.shape());
        }
        Tensor out = engine.allocate(shape(op));
        compute(engine.backend(), op, out.buffer(), out.shape());
        return out;
    }

    private static Shape shape(Op op) {
        return switch (op) {
            case Op.Unary(var _, var x) -> x.shape();
            case Op.Binary(var _, var a, var _) -> a.shape();
            case Op.Scale(var x, var _) -> x.shape();
            case Op.Broadcast(var _, var x, var _, var _) -> x.shape();
            case Op.SumRows(var _, var _, var sums) -> sums;
            case Op.Where(var _, var a, var _) -> a.shape();
            case Op.Gate(var x) -> x.shape().withChannels(x.shape().channels() / 2);
            case Op.Dropout(var x, var _, var _, var _) -> x.shape();
            case Op.Sum _, Op.SquaredError _, Op.CrossEntropy _ -> Shape.SCALAR;
            case Op.MatMul m -> m.shape();
            case Op.CausalAttention(var q, var _, var _, var _, var _) -> q.shape();
            case Op.Convolution(var _, var _, var _, var _, var _, var g) ->
                Shape.of(g.batch(), g.outHeight(), g.outWidth(), g.outChannels());
            case Op.TransposedConvolution(var _, var _, var _, var _, var _, var g) ->
                Shape.of(g.batch(), g.inHeight(), g.inWidth(), g.inChannels());
            case Op.Softmax(var x) -> x.shape();
            case Op.CausalSoftmax(var x, var _) -> x.shape();
            case Op.LogSoftmax(var x) -> x.shape();
            case Op.LayerNorm(var x, var _, var _, var _, var _) -> x.shape();
            case Op.Concat(var parts) ->
                parts.getFirst()
                        .shape()
                        .withChannels(parts.stream()
                                .mapToInt(p -> p.shape().channels())
                                .sum());
            case Op.Slice(var x, var from, var to) -> x.shape().withChannels(to - from);
            case Op.Shift(var x, var _, var _) -> x.shape();
            case Op.SwapMiddle(var x) ->
                Shape.of(
                        x.shape().get(0),
                        x.shape().get(2),
                        x.shape().get(1),
                        x.shape().get(3));
            case Op.Reshape(var _, var shape) -> shape;
            case Op.Gather(var table, var indices) -> {
                int[] sizes = new int[indices.shape().rank() + 1];
                for (int i = 0; i < sizes.length - 1; i++) {
                    sizes[i] = indices.shape().get(i);
                }
                sizes[sizes.length - 1] = table.shape().channels();
                yield Shape.of(sizes);
            }
            case Op.StraightThrough(var _, var q) -> q.shape();
        };
    }

    private static void compute(Backend backend, Op op, Buffer out, Shape shape) {
        int n = shape.size();
        int rows = shape.rows();
        int channels = shape.channels();
        switch (op) {
            case Op.Unary(var f, var x) -> backend.elementwise().unary(f, x.buffer(), out, n);
            case Op.Binary(var f, var a, var b) -> backend.elementwise().binary(f, a.buffer(), b.buffer(), out, n);
            case Op.Scale(var x, var factor) -> backend.elementwise().scale(factor, x.buffer(), out, n);
            case Op.Broadcast(var f, var x, var v, var run) ->
                backend.elementwise()
                        .broadcast(f, x.buffer(), v.buffer(), out, run.before(), run.length(), run.behind());
            case Op.SumRows(var x, var run, var _) ->
                backend.reductions().sumRows(x.buffer(), run.before(), run.length(), run.behind(), out);
            case Op.Where(var condition, var a, var b) ->
                backend.elementwise().where(condition.buffer(), a.buffer(), b.buffer(), out, n);
            case Op.Gate(var x) -> backend.elementwise().gate(x.buffer(), out, rows, channels);
            case Op.Dropout(var x, var rate, var stream, var key) ->
                backend.elementwise().dropout(x.buffer(), out, n, rate, stream, key.buffer());
            case Op.Sum(var x, var factor) ->
                backend.reductions().sum(x.buffer(), x.shape().size(), factor, out, 0);
            case Op.SquaredError(var a, var b, var factor) ->
                backend.reductions()
                        .squaredError(a.buffer(), b.buffer(), a.shape().size(), factor, out, 0);
            case Op.MatMul(var a, var b, var bias, var _, var sizes) ->
                backend.matrices().multiply(a.buffer(), b.buffer(), Epilogue.bias(buffer(bias)), out, sizes);
            case Op.CausalAttention(var q, var k, var v, var key, var sizes) ->
                backend.attention()
                        .causal(q.buffer(), k.buffer(), v.buffer(), out, key == null ? null : key.buffer(), sizes);
            case Op.Convolution(var x, var w, var bias, var relu, var residual, var geometry) ->
                backend.convolutions()
                        .forward(
                                x.buffer(),
                                w.buffer(),
                                new Epilogue(buffer(bias), relu, buffer(residual)),
                                out,
                                geometry);
            case Op.TransposedConvolution(var x, var w, var bias, var relu, var residual, var geometry) ->
                backend.convolutions()
                        .inputGradient(
                                x.buffer(),
                                w.buffer(),
                                new Epilogue(buffer(bias), relu, buffer(residual)),
                                out,
                                geometry);
            case Op.Softmax(var x) -> backend.normalizations().softmax(x.buffer(), out, rows, channels);
            case Op.CausalSoftmax(var x, var strict) ->
                backend.normalizations().causalSoftmax(x.buffer(), out, rows / channels, channels, strict);
            case Op.LogSoftmax(var x) -> backend.normalizations().logSoftmax(x.buffer(), out, rows, channels);
            case Op.CrossEntropy(var logits, var targets) ->
                backend.normalizations()
                        .crossEntropy(
                                logits.buffer(),
                                targets.buffer(),
                                out,
                                logits.shape().rows(),
                                logits.shape().channels());
            case Op.LayerNorm(var x, var gamma, var beta, var epsilon, var statistics) ->
                backend.normalizations()
                        .layerNorm(
                                x.buffer(),
                                gamma.buffer(),
                                beta.buffer(),
                                out,
                                statistics.buffer(),
                                rows,
                                channels,
                                epsilon);
            case Op.Concat(var parts) -> {
                int to = 0;
                for (Tensor part : parts) {
                    int c = part.shape().channels();
                    backend.layouts().copyColumns(part.buffer(), c, 0, out, channels, to, rows, c);
                    to += c;
                }
            }
            case Op.Slice(var x, var from, var _) ->
                backend.layouts().copyColumns(x.buffer(), x.shape().channels(), from, out, channels, 0, rows, channels);
            case Op.Shift(var x, var down, var right) ->
                backend.layouts()
                        .shift(x.buffer(), out, shape.get(0), shape.get(1), shape.get(2), shape.get(3), down, right);
            case Op.SwapMiddle(var x) ->
                backend.layouts().swapMiddle(x.buffer(), out, shape.get(0), shape.get(2), shape.get(1), shape.get(3));
            case Op.Gather(var table, var indices) ->
                backend.layouts()
                        .gather(
                                table.buffer(),
                                indices.buffer(),
                                out,
                                rows,
                                table.shape().rows(),
                                channels);
            case Op.Reshape _, Op.StraightThrough _ -> throw new AssertionError("views compute nothing: " + op);
        }
    }

    private static Buffer buffer(Tensor tensor) {
        return tensor == null ? null : tensor.buffer();
    }
}
