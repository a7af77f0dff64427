package dev.azulejo.vqvae2;

import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.ConvTranspose2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Sequential;
import dev.azulejo.vqvae2.quantize.VectorQuantizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One level of the hierarchy: an encoder that halves what comes from below, a projection to the codes' dimension, a
 * quantizer, and a decoder that doubles its codes together with what comes from above.
 *
 * @param names of its parts
 * @param encoder from the level below (or the image) to hidden features
 * @param projection from hidden features, in the paper's wiring beside the decoded level above, to vectors of the codes'
 *     dimension
 * @param quantizer from vectors to codes
 * @param decoder from codes, and what comes from above, to the level below (or the image)
 * @param upsample doubles the codes, and what comes from above, for the decoder below; null if that reads what the decoder
 *     gives
 * @param top whether no level is above it
 * @param readsAbove whether the quantizer reads the decoded level above: not in the reference's wiring, nor at the top
 */
record Level(
        PartNames names,
        Sequential encoder,
        Conv2d projection,
        VectorQuantizer quantizer,
        Sequential decoder,
        ConvTranspose2d upsample,
        boolean top,
        boolean readsAbove) {
    /** The levels of a model, the bottom first. */
    static List<Level> all(ModelConfig config, Initializer init) {
        List<PartNames> names = PartNames.of(config);
        return IntStream.range(0, config.levels())
                .mapToObj(level -> of(names.get(level), config, level, init))
                .toList();
    }

    /** The lowest level halves the image some times, a higher one the features of the level below once. */
    private static Level of(PartNames names, ModelConfig config, int level, Initializer init) {
        int hidden = config.hidden(level);
        int outer = config.stack().outer(hidden);
        int dimension = config.quantizer().dimension(level);
        boolean top = level == config.levels() - 1;
        Sequential encoder = new Sequential();
        if (level == 0) {
            for (int i = 0; i < config.halvings(); i++) {
                int in = i == 0 ? config.channels() : outer;
                encoder.thenRelu(Conv2d.of(in, i == config.halvings() - 1 ? hidden : outer, 4, 2, 1, init));
            }
            encoder.then(Conv2d.of(hidden, hidden, 3, 1, 1, init));
        } else {
            encoder.thenRelu(Conv2d.of(config.hidden(level - 1), outer, 4, 2, 1, init))
                    .then(Conv2d.of(outer, hidden, 3, 1, 1, init));
        }
        residual(encoder, config, level, init);
        boolean readsAbove = config.wiring() != Wiring.REFERENCE && !top;
        Conv2d projection = Conv2d.of(readsAbove ? hidden + dimension : hidden, dimension, 1, 1, 0, init);
        VectorQuantizer quantizer = config.quantizer().create(level, init);
        int read = top ? dimension : 2 * dimension;
        Sequential decoder = new Sequential().then(Conv2d.of(read, hidden, 3, 1, 1, init));
        residual(decoder, config, level, init);
        ConvTranspose2d upsample = null;
        if (level == 0) {
            for (int i = 1; i < config.halvings(); i++) {
                decoder.thenRelu(ConvTranspose2d.of(i == 1 ? hidden : outer, outer, 4, 2, 1, init));
            }
            int last = config.halvings() == 1 ? hidden : outer;
            decoder.then(ConvTranspose2d.of(last, config.channels(), 4, 2, 1, init));
        } else {
            int below = config.quantizer().dimension(level - 1);
            decoder.then(ConvTranspose2d.of(hidden, below, 4, 2, 1, init));
            upsample = config.wiring() == Wiring.UPSAMPLED ? ConvTranspose2d.of(read, below, 4, 2, 1, init) : null;
        }
        return new Level(names, encoder, projection, quantizer, decoder, upsample, top, readsAbove);
    }

    private static void residual(Sequential stack, ModelConfig config, int level, Initializer init) {
        for (int i = 0; i < config.resBlocks(level); i++) {
            stack.then(new ResBlock(config.hidden(level), config.resChannels(level), init));
        }
        if (config.stack() == Stack.SONNET) {
            stack.thenRelu();
        }
    }

    /**
     * What a level hands down, twice the same but in the wiring that upsamples.
     *
     * @param decoded for the quantizer below: {@code [N,2h,2w,D]}; the image, at the bottom
     * @param codes for the decoder below: {@code [N,2h,2w,D]}
     */
    record Down(Tensor decoded, Tensor codes) {
        /** What stands in for the vectors of a level that is not shown: zeros of their shape. */
        static Tensor zeros(Tensor vectors) {
            return vectors.engine().zeros(vectors.shape());
        }
    }

    /**
     * The vectors that are quantized.
     *
     * @param features what the encoder gave
     * @param above what the level above hands down (null at the top), which the reference's wiring does not read
     * @return {@code [N,h,w,D]}
     */
    Tensor latent(Tensor features, Down above) {
        return projection.forward(readsAbove ? Tensor.concat(features, above.decoded()) : features);
    }

    /** Decodes codes, with what the level above hands down beside them; null at the top, and where that level is not shown. */
    Down decode(Tensor quantized, Down above) {
        Tensor all = top ? quantized : Tensor.concat(quantized, above == null ? Down.zeros(quantized) : above.codes());
        Tensor decoded = decoder.forward(all);
        return new Down(decoded, upsample == null ? decoded : upsample.forward(all));
    }
}
