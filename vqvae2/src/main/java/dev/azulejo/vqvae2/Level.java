package dev.azulejo.vqvae2;

import dev.azulejo.engine.Functions;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.ConvTranspose2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Sequential;

/**
 * One level of the hierarchy: an encoder that halves what comes from below, a projection to the codes' dimension, a
 * quantizer, and a decoder that doubles its codes together with what comes from above.
 *
 * @param encoder from the level below (or the image) to hidden features
 * @param project from hidden features to vectors of the codes' dimension (the seed's {@code pre_vq})
 * @param quantizer from vectors to codes
 * @param decoder from codes, and the decoded level above, to the level below (or the image)
 */
record Level(Sequential encoder, Conv2d project, VectorQuantizer quantizer, Sequential decoder) {
    /** The lowest level halves the image twice; without a level above it, it is the whole VQ-VAE. */
    static Level bottom(ModelConfig config, Initializer init) {
        int hidden = config.hidden();
        Sequential encoder = new Sequential()
                .thenRelu(Conv2d.of(config.channels(), hidden, 4, 2, 1, init))
                .thenRelu(Conv2d.of(hidden, hidden, 4, 2, 1, init))
                .then(Conv2d.of(hidden, hidden, 3, 1, 1, init));
        residual(encoder, config, init);
        Conv2d project = Conv2d.of(hidden, config.codebook().codeDim(), 1, 1, 0, init);
        VectorQuantizer quantizer = VectorQuantizer.of(config.codebook(), init);
        Sequential decoder = new Sequential().then(Conv2d.of(decoderInput(config, 0), hidden, 3, 1, 1, init));
        residual(decoder, config, init);
        decoder.thenRelu(ConvTranspose2d.of(hidden, hidden, 4, 2, 1, init))
                .then(ConvTranspose2d.of(hidden, config.channels(), 4, 2, 1, init));
        return new Level(encoder, project, quantizer, decoder);
    }

    /** A higher level halves the features of the one below once. */
    static Level above(ModelConfig config, int level, Initializer init) {
        int hidden = config.hidden();
        int dimension = config.codebook().codeDim();
        Sequential encoder = new Sequential()
                .thenRelu(Conv2d.of(hidden, hidden, 4, 2, 1, init))
                .then(Conv2d.of(hidden, hidden, 3, 1, 1, init));
        residual(encoder, config, init);
        Conv2d project = Conv2d.of(hidden, dimension, 1, 1, 0, init);
        VectorQuantizer quantizer = VectorQuantizer.of(config.codebook(), init);
        Sequential decoder = new Sequential().then(Conv2d.of(decoderInput(config, level), hidden, 3, 1, 1, init));
        residual(decoder, config, init);
        decoder.then(ConvTranspose2d.of(hidden, dimension, 4, 2, 1, init));
        return new Level(encoder, project, quantizer, decoder);
    }

    private static int decoderInput(ModelConfig config, int level) {
        return config.codebook().codeDim() * (level == config.levels() - 1 ? 1 : 2);
    }

    private static void residual(Sequential stack, ModelConfig config, Initializer init) {
        for (int i = 0; i < config.resBlocks(); i++) {
            stack.then(new ResBlock(config.hidden(), init));
        }
    }

    /**
     * Decodes codes, with the decoded level above beside them (null at the top).
     *
     * @return {@code [N,2H,2W,D]}, or the image
     */
    Tensor decode(Tensor quantized, Tensor above) {
        return decoder.forward(above == null ? quantized : Functions.concat(quantized, above));
    }
}
