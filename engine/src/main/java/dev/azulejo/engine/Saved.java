package dev.azulejo.engine;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The tensors that each rule of {@link Gradients} reads, beside the gradient of its output: a tape saves it until the
 * walk back, even if the scope closes that it was made in. A rule that reads what is not listed here fails once such a
 * scope is closed.
 */
final class Saved {
    private Saved() {}

    /** {@return what the rule of an operation reads; y is its output} */
    static List<Releasable> by(Op op, Tensor y) {
        return switch (op) {
            case Op.Unary(var f, var x) -> List.of(f.derivativeOfValue() ? y : x);
            case Op.Binary(var f, var a, var b) ->
                switch (f) {
                    case ADD, SUBTRACT, LESS, EQUAL -> List.of();
                    case MULTIPLY -> List.of(a, b);
                    case DIVIDE -> List.of(b, y);
                };
            case Op.Broadcast(var f, var x, var v, var _) ->
                switch (f) {
                    case ADD, SUBTRACT, LESS, EQUAL -> List.of();
                    case MULTIPLY -> List.of(x, v);
                    case DIVIDE -> List.of(v, y);
                };
            case Op.Where(var condition, var _, var _) -> List.of(condition);
            case Op.Gate(var x) -> List.of(x);
            case Op.Dropout(var _, var _, var _, var key) -> List.of(key);
            case Op.SquaredError(var a, var b, var _) -> List.of(a, b);
            case Op.MatMul(var a, var b, var _, var _, var _) -> List.of(a, b);
            case Op.CausalAttention(var q, var k, var v, var key, var _) ->
                key == null ? List.of(q, k, v) : List.of(q, k, v, key);
            case Op.Convolution(var x, var w, var _, var relu, var _, var _) -> present(x, w, relu ? y : null);
            case Op.TransposedConvolution(var x, var w, var _, var relu, var _, var _) ->
                present(x, w, relu ? y : null);
            case Op.Softmax _, Op.CausalSoftmax _, Op.LogSoftmax _ -> List.of(y);
            case Op.CrossEntropy(var logits, var targets) -> List.of(logits, targets);
            case Op.LayerNorm(var x, var gamma, var _, var _, var statistics) -> List.of(x, gamma, statistics);
            case Op.Gather(var _, var indices) -> List.of(indices);
            case Op.Scale _,
                    Op.SumRows _,
                    Op.Sum _,
                    Op.Concat _,
                    Op.Slice _,
                    Op.Shift _,
                    Op.SwapMiddle _,
                    Op.Reshape _,
                    Op.StraightThrough _ -> List.of();
        };
    }

    private static List<Releasable> present(Tensor... tensors) {
        return Stream.<Releasable>of(tensors).filter(Objects::nonNull).toList();
    }
}
