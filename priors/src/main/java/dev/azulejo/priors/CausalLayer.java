package dev.azulejo.priors;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;

/**
 * A layer of two stacks, as in the gated PixelCNN, so that nothing that came before is out of sight
 * (arXiv 1606.05328, section 2.1): the vertical stack at (y, x) knows the rows above y, all of their width; the horizontal stack
 * knows what precedes x in row y too, and reads the vertical stack.
 *
 * @param vertical block of the vertical stack
 * @param link 1x1 convolution from the vertical stack into the horizontal one's block
 * @param horizontal block of the horizontal stack
 */
public record CausalLayer(GatedBlock vertical, Conv2d link, GatedBlock horizontal) implements Module {
    /**
     * Features of both stacks.
     *
     * @param vertical {@code [N,H,W,C]}
     * @param horizontal {@code [N,H,W,C]}
     */
    public record Stacks(Tensor vertical, Tensor horizontal) {}

    static CausalLayer of(PriorConfig config, boolean conditioned, Initializer init) {
        return new CausalLayer(
                GatedBlock.causal(config, CausalKernel.vertical(config.kernel()), conditioned, init),
                Conv2d.of(config.hidden(), config.residual(), 1, 1, 0, init),
                GatedBlock.causal(config, CausalKernel.horizontal(config.kernel()), conditioned, init));
    }

    Stacks forward(Stacks stacks, Conditioning given) {
        Tensor above = vertical.forward(stacks.vertical(), null, given);
        return new Stacks(above, horizontal.forward(stacks.horizontal(), link.forward(above.elu()), given));
    }

    @Override
    public void describe(Parameters into) {
        into.child("down", vertical).child("across", link).child("right", horizontal); // The names that 0.1 wrote.
    }
}
