package dev.azulejo.priors;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;

/**
 * A layer of two streams, as the gated PixelCNN has them so that nothing that came before is out of sight
 * (arXiv 1606.05328, section 2.1): the down stream at (y, x) knows the rows above y, all of their width; the right stream
 * knows what precedes x in row y too, and reads the down stream.
 *
 * @param down block of the down stream
 * @param across a 1x1 convolution from the down stream into the right one's block
 * @param right block of the right stream
 */
public record CausalLayer(GatedBlock down, Conv2d across, GatedBlock right) implements Module {
    /**
     * Features of both streams.
     *
     * @param down {@code [N,H,W,C]}
     * @param right {@code [N,H,W,C]}
     */
    public record Streams(Tensor down, Tensor right) {}

    static CausalLayer of(PriorConfig config, boolean conditioned, Initializer init) {
        return new CausalLayer(
                GatedBlock.causal(config, CausalKernel.down(config.kernel()), conditioned, init),
                Conv2d.of(config.hidden(), config.residual(), 1, 1, 0, init),
                GatedBlock.causal(config, CausalKernel.right(config.kernel()), conditioned, init));
    }

    Streams forward(Streams streams, Given given) {
        Tensor below = down.forward(streams.down(), null, given);
        return new Streams(below, right.forward(streams.right(), across.forward(below.elu()), given));
    }

    @Override
    public void describe(Parameters into) {
        into.child("down", down).child("across", across).child("right", right);
    }
}
