package dev.azulejo.vqvae2;

import dev.azulejo.engine.Shape;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.quantize.PerLevel;
import dev.azulejo.vqvae2.quantize.QuantizerConfig;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sizes of a model. What a level may have of its own is a list of one number for all levels, or of one per level, the
 * finest first.
 *
 * @param channels of the images: 1 for grey, 3 for colour
 * @param imageSize height and width of the images, in pixels
 * @param levels number of quantized levels: 1 is the VQ-VAE, 2 the VQ-VAE-2 of the paper's ImageNet model
 * @param halvings how often the lowest level halves the image; each level above it once more
 * @param wiring what a level's quantizer reads
 * @param hidden channels of the hidden layers
 * @param resBlocks residual blocks of each encoder and decoder
 * @param resChannels channels within a residual block; 0 for as many as hidden
 * @param stack which layers encoders and decoders have
 * @param pixelRange what the model computes with; outside, pixels are in [0,1]
 * @param quantizer how vectors become codes
 */
public record ModelConfig(
        @Setting(value = "3", min = 1, max = 64, help = "of the images: 1 for grey, 3 for colour")
        int channels,

        @Setting(value = "256", min = 4, max = 4096, help = "height and width of the images, in pixels")
        int imageSize,

        @Setting(value = "2", min = 1, max = 6, help = "quantized levels; each halves the one below")
        int levels,

        @Setting(value = "2", min = 1, max = 6, later = true, help = "how often the lowest level halves the image")
        int halvings,

        @Setting(
                value = "reference",
                later = true,
                help = "`paper`: a level's quantizer also reads the decoded codes above it; `upsampled`: and decoders"
                        + " read the codes above it, doubled by a layer")
        Wiring wiring,

        @Setting(value = "128", min = 1, max = 4096, help = "hidden channels, for all levels or per level")
        List<Integer> hidden,

        @Setting(value = "2", min = 0, max = 64, help = "residual blocks of every encoder and decoder, also per level")
        List<Integer> resBlocks,

        @Setting(
                value = "0",
                min = 0,
                max = 4096,
                later = true,
                help = "channels within a residual block, also per level; 0 for as many as `hidden`")
        List<Integer> resChannels,

        @Setting(
                value = "reference",
                later = true,
                help = "`sonnet`: half the hidden channels beside the finer side, and a ReLU behind the residual"
                        + " blocks")
        Stack stack,

        @Setting(
                value = "unit",
                later = true,
                help = "what the model computes with: `unit`, pixels in [0,1]; `signed`, in [-1,1]")
        PixelRange pixelRange,

        QuantizerConfig quantizer) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense, or the image does not fit the halvings
     */
    public ModelConfig {
        Schema.check(
                ModelConfig.class,
                channels,
                imageSize,
                levels,
                halvings,
                wiring,
                hidden,
                resBlocks,
                resChannels,
                stack,
                pixelRange,
                quantizer);
        hidden = List.copyOf(hidden);
        resBlocks = List.copyOf(resBlocks);
        resChannels = List.copyOf(resChannels);
        PerLevel.require("hidden", hidden, levels);
        PerLevel.require("res_blocks", resBlocks, levels);
        PerLevel.require("res_channels", resChannels, levels);
        PerLevel.require("codes", quantizer.codes(), levels);
        PerLevel.require("code_dim", quantizer.codeDim(), levels);
        int factor = 1 << (halvings + levels - 1);
        if (imageSize % factor != 0) {
            int below = imageSize / factor * factor;
            throw new UserException("image_size " + imageSize + ": " + levels
                    + (levels == 1 ? " level halves" : " levels halve")
                    + " it " + (levels - 1 + halvings) + " times, so it must be a multiple of " + factor + "; take "
                    + (below == 0 ? "" : below + " or ") + (below + factor));
        }
    }

    /**
     * The number of pixels, along each side, that a code of a level stands for.
     *
     * @param level the level, 0 for the bottom
     * @return 4, 8, 16, ... if the lowest level halves twice
     */
    public int reduction(int level) {
        return 1 << (halvings + level);
    }

    /**
     * {@return the number that height and width of an image must be multiples of: the top level's {@link #reduction}}
     */
    public int multiple() {
        return reduction(levels - 1);
    }

    /** Refuses images of other channels, or of sizes that do not fit the halvings. */
    void requireFit(Shape images) {
        if (images.rank() != 4
                || images.channels() != channels
                || images.get(1) % multiple() != 0
                || images.get(2) % multiple() != 0) {
            throw new IllegalArgumentException("encode: images " + images + "; expected [N,H,W," + channels
                    + "] with H and W multiples of " + multiple() + ": pad them");
        }
    }

    /**
     * Height and width of a level's grid of codes.
     *
     * @param level the level, 0 for the bottom
     * @return the number of rows and columns
     */
    public int grid(int level) {
        return imageSize / reduction(level);
    }

    /**
     * Hidden channels of a level.
     *
     * @param level the level, 0 for the bottom
     * @return channels
     */
    public int hidden(int level) {
        return PerLevel.at(hidden, level);
    }

    /**
     * Residual blocks of a level's encoder, and as many of its decoder.
     *
     * @param level the level, 0 for the bottom
     * @return their number
     */
    public int resBlocks(int level) {
        return PerLevel.at(resBlocks, level);
    }

    /**
     * Channels within a residual block of a level.
     *
     * @param level the level, 0 for the bottom
     * @return channels
     */
    public int resChannels(int level) {
        int own = PerLevel.at(resChannels, level);
        return own == 0 ? hidden(level) : own;
    }

    /**
     * {@return the names of the levels, the finest first: {@code bottom} and {@code top}, with {@code middle} between
     *     if there are three, {@code middle1} and so on if there are more}
     */
    public List<String> levelNames() {
        return names("bottom", "middle", "top");
    }

    /** Names by position. */
    List<String> names(String bottom, String middle, String top) {
        return IntStream.range(0, levels)
                .mapToObj(level ->
                        level == 0 ? bottom : level == levels - 1 ? top : levels == 3 ? middle : middle + level)
                .toList();
    }

    /**
     * The model for other images.
     *
     * @param imageChannels 1 for grey, 3 for colour
     * @param size height and width, in pixels
     * @return the configuration
     * @throws UserException if the size does not fit the halvings
     */
    public ModelConfig forImages(int imageChannels, int size) {
        return new ModelConfig(
                imageChannels,
                size,
                levels,
                halvings,
                wiring,
                hidden,
                resBlocks,
                resChannels,
                stack,
                pixelRange,
                quantizer);
    }
}
