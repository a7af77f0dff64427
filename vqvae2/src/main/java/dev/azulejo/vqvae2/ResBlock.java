package dev.azulejo.vqvae2;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Layer;
import dev.azulejo.nn.Parameters;

/**
 * The residual block of VQ-VAE-2's encoders and decoders: x + conv1x1(relu(conv3x3(relu(x)))), {@code [N,H,W,C]} to the
 * same shape, under the names {@code block.1} and {@code block.3}.
 */
public final class ResBlock implements Layer {
    private final Conv2d spatial;
    private final Conv2d pointwise;

    /**
     * A block.
     *
     * @param channels channels in and out
     * @param within channels between the two convolutions
     * @param init draws the first values
     */
    public ResBlock(int channels, int within, Initializer init) {
        spatial = Conv2d.of(channels, within, 3, 1, 1, init).withRelu();
        pointwise = Conv2d.of(within, channels, 1, 1, 0, init);
    }

    @Override
    public Tensor forward(Tensor x) {
        return pointwise.forwardPlus(spatial.forward(x.relu()), x);
    }

    @Override
    public void describe(Parameters into) {
        into.child("block.1", spatial).child("block.3", pointwise);
    }
}
