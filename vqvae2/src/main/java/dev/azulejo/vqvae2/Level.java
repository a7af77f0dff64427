package dev.azulejo.vqvae2;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.ConvTranspose2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Sequential;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;

/**
 * One level of the hierarchy: an encoder that halves what comes from below, a projection to the codes' dimension, a
 * quantizer, and a decoder that doubles its codes together with what comes from above.
 *
 * @param encoder from the level below (or the image) to hidden features
 * @param project from hidden features, in the paper's wiring beside the decoded level above, to vectors of the codes'
 *     dimension
 * @param quantizer from vectors to codes
 * @param decoder from codes, and the decoded level above, to the level below (or the image)
 * @param readsAbove whether the quantizer reads the decoded level above: in the paper's wiring, except for the top
 */
record Level(Sequential encoder, Conv2d project, VectorQuantizer quantizer, Sequential decoder, boolean readsAbove) {
    /** The lowest level halves the image twice, a higher one the features of the level below once. */
    static Level of(ModelConfig config, int level, Initializer init) {
        int hidden = config.hidden(level);
        int dimension = config.quantizer().dimension(level);
        boolean top = level == config.levels() - 1;
        Sequential encoder = new Sequential();
        if (level == 0) {
            encoder.thenRelu(Conv2d.of(config.channels(), hidden, 4, 2, 1, init))
                    .thenRelu(Conv2d.of(hidden, hidden, 4, 2, 1, init));
        } else {
            encoder.thenRelu(Conv2d.of(config.hidden(level - 1), hidden, 4, 2, 1, init));
        }
        encoder.then(Conv2d.of(hidden, hidden, 3, 1, 1, init));
        residual(encoder, config, level, init);
        boolean readsAbove = config.wiring() == Wiring.PAPER && !top;
        Conv2d project = Conv2d.of(readsAbove ? hidden + dimension : hidden, dimension, 1, 1, 0, init);
        VectorQuantizer quantizer = config.quantizer().create(level, init);
        Sequential decoder = new Sequential().then(Conv2d.of(top ? dimension : 2 * dimension, hidden, 3, 1, 1, init));
        residual(decoder, config, level, init);
        if (level == 0) {
            decoder.thenRelu(ConvTranspose2d.of(hidden, hidden, 4, 2, 1, init))
                    .then(ConvTranspose2d.of(hidden, config.channels(), 4, 2, 1, init));
        } else {
            decoder.then(ConvTranspose2d.of(hidden, config.quantizer().dimension(level - 1), 4, 2, 1, init));
        }
        return new Level(encoder, project, quantizer, decoder, readsAbove);
    }

    private static void residual(Sequential stack, ModelConfig config, int level, Initializer init) {
        for (int i = 0; i < config.resBlocks(level); i++) {
            stack.then(new ResBlock(config.hidden(level), config.resChannels(level), init));
        }
    }

    /**
     * The vectors that are quantized.
     *
     * @param features what the encoder gave
     * @param above the decoded level above, which only the paper's wiring reads
     * @return {@code [N,h,w,D]}
     */
    Tensor latent(Tensor features, Tensor above) {
        return project.forward(readsAbove ? Tensor.concat(features, above) : features);
    }

    /**
     * Decodes codes, with the decoded level above beside them (null at the top).
     *
     * @return {@code [N,2h,2w,D]}, or the image
     */
    Tensor decode(Tensor quantized, Tensor above) {
        return decoder.forward(above == null ? quantized : Tensor.concat(quantized, above));
    }
}
