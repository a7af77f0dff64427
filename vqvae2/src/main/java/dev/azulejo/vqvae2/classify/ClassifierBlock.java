package dev.azulejo.vqvae2.classify;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Layer;
import dev.azulejo.nn.LayerNorm;
import dev.azulejo.nn.Parameters;

/**
 * A residual block with the activations before the convolutions (He et al. 2016, arXiv 1603.05027), each position normalised
 * by itself, so that an image is judged alike in any batch: x + conv2(relu(norm2(conv1(relu(norm1(x)))))),
 * {@code [N,H,W,C]} to the same shape.
 */
record ClassifierBlock(LayerNorm norm1, Conv2d conv1, LayerNorm norm2, Conv2d conv2) implements Layer {
    static ClassifierBlock of(int channels, Initializer init) {
        return new ClassifierBlock(
                LayerNorm.of(channels, init),
                Conv2d.of(channels, channels, 3, 1, 1, init),
                LayerNorm.of(channels, init),
                Conv2d.of(channels, channels, 3, 1, 1, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor hidden = conv1.forward(norm1.forward(x).relu());
        return conv2.forwardPlus(norm2.forward(hidden).relu(), x);
    }

    @Override
    public void describe(Parameters into) {
        into.child("norm1", norm1).child("conv1", conv1).child("norm2", norm2).child("conv2", conv2);
    }
}
