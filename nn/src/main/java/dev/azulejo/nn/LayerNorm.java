package dev.azulejo.nn;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * Layer normalisation of the last axis (arXiv 1607.06450), as PyTorch's {@code LayerNorm}.
 *
 * @param weight {@code [channels]}, gamma
 * @param bias {@code [channels]}, beta
 */
public record LayerNorm(Tensor weight, Tensor bias) implements Layer {
    private static final float EPSILON = 1e-5f;

    /**
     * The identity to start with: gamma 1, beta 0.
     *
     * @param channels size of the last axis
     * @param init makes the parameters
     * @return the layer
     */
    public static LayerNorm of(int channels, Initializer init) {
        return new LayerNorm(init.constant(Shape.of(channels), 1), init.constant(Shape.of(channels), 0));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.layerNorm(weight, bias, EPSILON);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.PLAIN).learned("bias", bias, Layout.PLAIN);
    }
}
