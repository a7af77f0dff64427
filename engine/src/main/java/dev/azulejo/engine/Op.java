package dev.azulejo.engine;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The operations, as data: what {@link Forward} evaluates and {@link Gradients} differentiates. Shapes are checked by
 * {@link Tensor}, {@link Products} and {@link Functions} before a record is made.
 */
sealed interface Op {
    /** The tensors that a gradient may flow to. */
    List<Tensor> inputs();

    /** What takes one tensor. */
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
        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }
    }

    record Gate(Tensor x) implements OfOne {}

    record Dropout(Tensor x, float rate, int stream, IntTensor key) implements OfOne {}

    record Sum(Tensor x, float factor) implements OfOne {}

    record SquaredError(Tensor a, Tensor b, float factor) implements Op {
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

    record CausalSoftmax(Tensor x, boolean strict) implements OfOne {}

    record LogSoftmax(Tensor x) implements OfOne {}

    record CrossEntropy(Tensor logits, IntTensor targets) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }
    }

    /** The statistics are an output beside the result: [rows, 2]. */
    record LayerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon, Tensor statistics) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(x, gamma, beta);
        }
    }

    record Concat(List<Tensor> parts) implements Op {
        @Override
        public List<Tensor> inputs() {
            return parts;
        }
    }

    record Slice(Tensor x, int from, int to) implements OfOne {}

    record Shift(Tensor x, int down, int right) implements OfOne {}

    record SwapMiddle(Tensor x) implements OfOne {}

    record Reshape(Tensor x, Shape shape) implements OfOne {}

    record Gather(Tensor table, IntTensor indices) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(table);
        }
    }

    /** The value of q with the gradient of z. */
    record StraightThrough(Tensor z, Tensor q) implements Op {
        @Override
        public List<Tensor> inputs() {
            return List.of(z);
        }
    }

    private static List<Tensor> present(Tensor... tensors) {
        return Stream.of(tensors).filter(Objects::nonNull).toList();
    }
}
