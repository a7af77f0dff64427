package dev.azulejo.nn;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.UnaryFunction;

/**
 * Normalisation of the last axis by its root mean square (arXiv 1910.07467), as PyTorch's {@code RMSNorm}.
 *
 * @param weight {@code [channels]}, gamma
 */
public record RmsNorm(Tensor weight) implements Layer {
    private static final float EPSILON = 1e-6f;

    /**
     * The layer with gamma 1 to start with.
     *
     * @param channels size of the last axis
     * @param init makes the parameter
     * @return the layer
     */
    public static RmsNorm of(int channels, Initializer init) {
        return new RmsNorm(init.constant(Shape.of(channels), 1));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor square = x.apply(UnaryFunction.SQUARE).mean(-1);
        return x.times(square.plus(EPSILON).rsqrt()).times(weight);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.PLAIN);
    }
}
