package dev.azulejo.nn;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.UnaryFunction;

/**
 * Group normalisation (arXiv 1803.08494), as PyTorch's {@code GroupNorm}: in each image, the channels of a group are
 * normalised together over all positions; {@code [N,H,W,C]} to the same shape.
 *
 * @param groups number of groups, which divides the channels
 * @param weight {@code [C]}, gamma
 * @param bias {@code [C]}, beta
 */
public record GroupNorm(int groups, Tensor weight, Tensor bias) implements Layer {
    private static final float EPSILON = 1e-5f;

    /**
     * Checks the number of groups.
     *
     * @throws IllegalArgumentException if it does not divide the channels
     */
    public GroupNorm {
        if (groups < 1 || weight.shape().channels() % groups != 0) {
            throw new IllegalArgumentException("GroupNorm: " + groups + " groups of "
                    + weight.shape().channels() + " channels; expected a divisor");
        }
    }

    /**
     * The identity to start with: gamma 1, beta 0.
     *
     * @param groups number of groups, which divides the channels
     * @param channels size of the last axis
     * @param init makes the parameters
     * @return the layer
     */
    public static GroupNorm of(int groups, int channels, Initializer init) {
        return new GroupNorm(groups, init.constant(Shape.of(channels), 1), init.constant(Shape.of(channels), 0));
    }

    @Override
    public Tensor forward(Tensor x) {
        int batch = x.shape().get(0);
        int size = x.shape().channels() / groups;
        Tensor grouped = x.reshape(Shape.of(batch, x.shape().rows() / batch, groups, size));
        Tensor centred = grouped.minus(grouped.mean(1, 3));
        Tensor variance = centred.apply(UnaryFunction.SQUARE).mean(1, 3);
        Tensor normalised = centred.times(variance.plus(EPSILON).rsqrt()).reshape(x.shape());
        return normalised.times(weight).plus(bias);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.PLAIN).learned("bias", bias, Layout.PLAIN);
    }
}
