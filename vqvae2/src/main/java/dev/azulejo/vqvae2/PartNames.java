package dev.azulejo.vqvae2;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of a level's parts, in checkpoints and in the PyTorch twins: those of the reference model for two levels
 * ({@code encoder_bot}, {@code pre_vq_top}, ...), by the same rule for more, and without a suffix for one.
 *
 * @param encoder of the encoder
 * @param projection of the layer before the quantizer
 * @param quantizer of the quantizer
 * @param decoder of the decoder
 * @param upsample of the layer that doubles codes for the decoder below
 */
public record PartNames(String encoder, String projection, String quantizer, String decoder, String upsample) {
    /**
     * The names of every level's parts.
     *
     * @param config the model
     * @return a record per level, the bottom first
     */
    public static List<PartNames> of(ModelConfig config) {
        if (config.levels() == 1) {
            // The projection is the last layer of the encoder, behind its convolutions, their ReLUs and the blocks.
            int last = 1 + 2 * config.halvings() + config.resBlocks(0);
            return List.of(new PartNames("encoder", "encoder." + last, "vq", "decoder", "upsample"));
        }
        return IntStream.range(0, config.levels())
                .mapToObj(level -> config.names("_bot", "_mid", "_top").get(level))
                .map(end ->
                        new PartNames("encoder" + end, "pre_vq" + end, "vq" + end, "decoder" + end, "upsample" + end))
                .toList();
    }
}
