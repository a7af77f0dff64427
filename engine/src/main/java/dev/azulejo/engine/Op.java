package dev.azulejo.engine;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The operations, as data: what {@link Forward} evaluates and {@link Gradients} differentiates. A record refuses operands
 * that do not fit each other.
 */
sealed interface Op {
    /** The tensors that a gradient may flow to. */
    List<Tensor> inputs();

    /** An operation on one tensor. */
    sealed interface OfOne extends Op {
        Tensor x();

        @Override
        default List<Tensor> inputs() {
            return List.of(x());
        }
    }

    record Unary(UnaryFunction f, Tensor x) implements OfOne {}

    record Binary(BinaryFunction f, Tensor a, Tensor b) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }
    }

    record Scale(Tensor x, float factor) implements OfOne {}

    /** f(x [before, length, behind], v [before, 1, behind]). */
    record Broadcast(BinaryFunction f, Tensor x, Tensor v, AxisRun run) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(x, v);
        }
    }

    /** The sum of x [before, length, behind] over the length. */
    record SumRows(Tensor x, AxisRun run, Shape shape) implements OfOne {}

    /** a where the condition is not 0, else b. */
    record Where(Tensor condition, Tensor a, Tensor b) implements Op {
        public Where {
            requireSame("where", condition, a);
            requireSame("where", condition, b);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }
    }

    record Gate(Tensor x) implements OfOne {
        public Gate {
            require(
                    x.shape().channels() % 2 == 0,
                    () -> "gate: " + x.shape() + "; expected an even number of channels");
        }
    }

    record Dropout(Tensor x, float rate, int stream, IntTensor key) implements OfOne {
        public Dropout {
            require(rate > 0 && rate < 1, () -> "dropout: rate " + rate + "; expected 0 <= rate < 1");
        }
    }

    record Sum(Tensor x, float factor) implements OfOne {}

    record SquaredError(Tensor a, Tensor b, float factor) implements Op {
        public SquaredError {
            requireSame("meanSquaredError", a, b);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }
    }

    /** A batch of products, or one with a bias [n] (null for none). */
    record MatMul(Tensor a, Tensor b, Tensor bias, Shape shape, MatrixKernels.Shape sizes) implements Op {
        @Override
        public List<Tensor> inputs() {
            return present(a, b, bias);
        }
    }

    /** Causal attention with dropout of its weights; key is null without. */
    record CausalAttention(Tensor q, Tensor k, Tensor v, IntTensor key, AttentionKernels.Shape sizes) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(q, k, v);
        }
    }

    /** A convolution; a residual excludes relu, whose mask it would hide. */
    record Convolution(Tensor x, Tensor w, Tensor bias, boolean relu, Tensor residual, ConvolutionGeometry geometry)
            implements Op {
        @Override
        public List<Tensor> inputs() {
            return present(x, w, bias, residual);
        }
    }

    /** A transposed convolution; the geometry is that of the convolution whose input gradient it is. */
    record TransposedConvolution(
            Tensor x, Tensor w, Tensor bias, boolean relu, Tensor residual, ConvolutionGeometry geometry)
            implements Op {
        @Override
        public List<Tensor> inputs() {
            return present(x, w, bias, residual);
        }
    }

    record Softmax(Tensor x) implements OfOne {}

    record CausalSoftmax(Tensor x, boolean strict) implements OfOne {
        public CausalSoftmax {
            boolean square =
                    x.shape().rank() == 3 && x.shape().get(1) == x.shape().get(2);
            require(square, () -> "causalSoftmax: " + x.shape() + "; expected [batch,T,T]");
        }
    }

    record LogSoftmax(Tensor x) implements OfOne {}

    record CrossEntropy(Tensor logits, IntTensor targets) implements Op {
        public CrossEntropy {
            require(
                    logits.shape().rows() == targets.shape().size(),
                    () -> "crossEntropy: logits " + logits.shape() + " and targets " + targets.shape()
                            + "; expected one target per row of logits");
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }
    }

    /** The statistics are an output beside the result: [rows, 2]. */
    record LayerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon, Tensor statistics) implements Op {
        public LayerNorm {
            requireVector("layerNorm: gamma", gamma, x.shape().channels());
            requireVector("layerNorm: beta", beta, x.shape().channels());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, gamma, beta);
        }
    }

    record Concat(List<Tensor> parts) implements Op {
        public Concat {
            long shapes = parts.stream()
                    .map(part -> part.shape().withChannels(1))
                    .distinct()
                    .count();
            require(
                    shapes == 1,
                    () -> "concat: " + parts.stream().map(Tensor::shape).toList()
                            + "; expected equal shapes but for the last axis");
        }

        @Override
        public List<Tensor> inputs() {
            return parts;
        }
    }

    record Slice(Tensor x, int from, int to) implements OfOne {
        public Slice {
            boolean inside = from >= 0 && to <= x.shape().channels() && from < to;
            require(inside, () -> "slice: channels " + from + " to " + to + " of " + x.shape());
        }
    }

    record Shift(Tensor x, int down, int right) implements OfOne {
        public Shift {
            requireRank("shift", x, 4);
        }
    }

    record SwapMiddle(Tensor x) implements OfOne {
        public SwapMiddle {
            requireRank("swapMiddle", x, 4);
        }
    }

    record Reshape(Tensor x, Shape shape) implements OfOne {
        public Reshape {
            boolean same = shape.size() == x.shape().size();
            require(same, () -> "reshape: " + x.shape() + " to " + shape + ": the sizes differ");
        }
    }

    record Gather(Tensor table, IntTensor indices) implements Op {
        public Gather {
            requireRank("gather", table, 2);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(table);
        }
    }

    /** The value of q with the gradient of z. */
    record StraightThrough(Tensor z, Tensor q) implements Op {
        public StraightThrough {
            requireSame("straightThrough", z, q);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(z);
        }
    }

    private static void require(boolean fits, Supplier<String> otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise.get());
        }
    }

    private static void requireSame(String operation, Tensor a, Tensor b) {
        boolean same = a.shape().equals(b.shape());
        require(same, () -> operation + ": " + a.shape() + " and " + b.shape() + "; expected the same shape");
    }

    private static void requireRank(String operation, Tensor x, int rank) {
        boolean fits = x.shape().rank() == rank;
        require(fits, () -> operation + ": " + x.shape() + "; expected " + rank + " axes");
    }

    private static void requireVector(String operation, Tensor v, int size) {
        boolean fits = v.shape().equals(Shape.of(size));
        require(fits, () -> operation + ": " + v.shape() + "; expected [" + size + "]");
    }

    private static List<Tensor> present(Tensor... tensors) {
        return Stream.of(tensors).filter(Objects::nonNull).toList();
    }
}
