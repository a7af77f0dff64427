package dev.azulejo.engine;

/** The forward rule of each operation. */
final class Forward {
    private Forward() {}

    static Tensor evaluate(Engine engine, Op op) {
        Kernels k = new Kernels(engine);
        LayoutOps moves = new LayoutOps(engine);
        return switch (op) {
            case Op.Unary(var f, var x) -> k.unary(f, x);
            case Op.Binary(var f, var a, var b) -> k.binary(f, a, b);
            case Op.Broadcast(var f, var x, var v, var run) -> k.broadcast(f, x, v, run);
            case Op.SumRows(var x, var run, var shape) -> k.sumRows(x, run, shape);
            case Op.Where(var condition, var a, var b) -> k.where(condition, a, b);
            case Op.Scale(var x, var factor) -> k.scale(x, factor);
            case Op.Gate(var x) -> k.gate(x);
            case Op.Dropout(var x, var rate, var stream, var key) -> k.dropout(x, rate, stream, key);
            case Op.Sum(var x, var factor) -> k.sum(x, factor);
            case Op.SquaredError(var a, var b, var factor) -> k.squaredError(a, b, factor);
            case Op.MatMul(var a, var b, var bias, var shape, var sizes) -> k.multiply(a, b, bias, shape, sizes);
            case Op.CausalAttention attention -> k.causalAttention(attention);
            case Op.Convolution(var x, var w, var bias, var relu, var residual, var g) ->
                k.convolution(x, w, bias, relu, residual, g);
            case Op.TransposedConvolution(var x, var w, var bias, var relu, var residual, var g) ->
                k.transposed(x, w, bias, relu, residual, g);
            case Op.Softmax(var x) -> k.softmax(x);
            case Op.CausalSoftmax(var x, var strict) -> k.causalSoftmax(x, strict);
            case Op.LogSoftmax(var x) -> k.logSoftmax(x);
            case Op.CrossEntropy(var logits, var targets) -> k.crossEntropy(logits, targets);
            case Op.LayerNorm norm -> k.layerNorm(norm);
            case Op.Concat(var parts) -> moves.concat(parts);
            case Op.Slice(var x, var from, var to) -> moves.slice(x, from, to);
            case Op.Shift(var x, var down, var right) -> moves.shift(x, down, right);
            case Op.SwapMiddle(var x) -> moves.swapMiddle(x);
            case Op.Gather(var table, var indices) -> moves.gather(table, indices);
            case Op.Reshape(var x, var shape) -> x.alias(shape);
            case Op.StraightThrough(var _, var q) -> q.alias(q.shape());
        };
    }
}
