package dev.azulejo.nn;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * An affine map of the last axis, as PyTorch's {@code Linear}: {@code [..., in]} to {@code [..., out]}.
 *
 * @param weight {@code [in, out]}
 * @param bias {@code [out]}, or null
 */
public record Linear(Tensor weight, Tensor bias) implements Layer {
    /**
     * A layer with a bias.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param init draws the first values
     * @return the layer
     */
    public static Linear of(int in, int out, Initializer init) {
        double bound = 1 / Math.sqrt(in);
        return new Linear(init.uniform(Shape.of(in, out), bound), init.uniform(Shape.of(out), bound));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.linear(weight, bias);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.MATRIX);
        if (bias != null) {
            into.learned("bias", bias, Layout.PLAIN);
        }
    }
}
