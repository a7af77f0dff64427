package dev.azulejo.nn;

import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.UnaryFunction;

/**
 * The residual block of VQGAN and of diffusion models (arXiv 2012.09841, 2006.11239), under their names:
 * x + conv2(silu(norm2(conv1(silu(norm1(x)))))), {@code [N,H,W,C]} to the same shape.
 *
 * @param norm1 before the first convolution
 * @param conv1 3x3, C to C
 * @param norm2 before the second
 * @param conv2 3x3, C to C
 */
public record SiluBlock(GroupNorm norm1, Conv2d conv1, GroupNorm norm2, Conv2d conv2) implements Layer {
    /**
     * A block.
     *
     * @param channels channels in and out
     * @param groups groups of both normalisations, which divide the channels
     * @param init draws the first values
     * @return the block
     */
    public static SiluBlock of(int channels, int groups, Initializer init) {
        return new SiluBlock(
                GroupNorm.of(groups, channels, init),
                Conv2d.of(channels, channels, 3, 1, 1, init),
                GroupNorm.of(groups, channels, init),
                Conv2d.of(channels, channels, 3, 1, 1, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor hidden = conv1.forward(norm1.forward(x).apply(UnaryFunction.SILU));
        return conv2.forwardPlus(norm2.forward(hidden).apply(UnaryFunction.SILU), x);
    }

    @Override
    public void describe(Parameters into) {
        into.child("norm1", norm1).child("conv1", conv1).child("norm2", norm2).child("conv2", conv2);
    }
}
