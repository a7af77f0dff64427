package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.UnaryFunction;

/** The end of a gated block at one position: v = v + gate(h w + bias + residual), v {@code [N, C]} in place. */
final class PositionGate {
    private final ElementwiseKernels elementwise;
    private final PositionProduct product;
    private final Tensor arguments;
    private final Tensor gated;
    private final Tensor v;

    /**
     * A gate of h {@code [N, R]}, w {@code [R, 2C]}, bias {@code [2C]} or null and residual {@code [N, 2C]} or null.
     */
    PositionGate(Tensor h, Tensor w, Tensor bias, Tensor residual, Tensor v) {
        this.elementwise = v.engine().backend().elementwise();
        this.arguments =
                v.engine().allocate(v.shape().withChannels(2 * v.shape().channels()));
        this.gated = v.engine().allocate(v.shape());
        this.product = PositionProduct.linear(h, w, bias, residual, arguments);
        this.v = v;
    }

    void run() {
        product.run();
        elementwise.gate(
                arguments.buffer(), gated.buffer(), v.shape().get(0), v.shape().channels());
        elementwise.binary(
                BinaryFunction.ADD,
                v.buffer(),
                gated.buffer(),
                v.buffer(),
                v.shape().size());
    }

    /** out = elu(x), which may be the same. */
    static void elu(Tensor x, Tensor out) {
        x.engine()
                .backend()
                .elementwise()
                .unary(UnaryFunction.ELU, x.buffer(), out.buffer(), x.shape().size());
    }
}
