package dev.azulejo.vqvae2;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sizes of a model.
 *
 * @param channels of the images: 1 for grey, 3 for colour
 * @param imageSize height and width of the images, in pixels
 * @param levels number of quantized levels: 1 (the VQ-VAE), 2 (the seed's VQ-VAE-2) or 3
 * @param hidden channels of the hidden layers
 * @param resBlocks residual blocks of each encoder and decoder
 * @param codebook the codebook of every level
 */
public record ModelConfig(int channels, int imageSize, int levels, int hidden, int resBlocks, CodebookConfig codebook) {
    private static final List<List<String>> NAMES =
            List.of(List.of("bottom"), List.of("bottom", "top"), List.of("bottom", "middle", "top"));

    /** The seed's defaults: RGB, 256x256, two levels, hidden 128, two residual blocks. */
    public static final ModelConfig SEED = new ModelConfig(3, 256, 2, 128, 2, CodebookConfig.SEED);

    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense, or the image does not fit the halvings
     */
    public ModelConfig {
        Settings.requireRange("channels", channels, 1, 64);
        Settings.requireRange("image_size", imageSize, 4, 4096);
        Settings.requireRange("levels", levels, 1, NAMES.size());
        Settings.requireRange("hidden", hidden, 1, 4096);
        Settings.requireRange("res_blocks", resBlocks, 0, 64);
        Settings.requireRange("codes", codebook.codes(), 2, 65536);
        Settings.requireRange("code_dim", codebook.codeDim(), 1, 4096);
        Settings.requireRange("beta", codebook.beta(), 0, 100);
        Settings.requireRange("decay", codebook.decay(), 0, 1);
        Settings.requireRange("epsilon", codebook.epsilon(), 0, 1);
        Settings.requireRange("restart_every", codebook.restartEvery(), 0, 1_000_000);
        Settings.requireRange("restart_below", codebook.restartBelow(), 0, 1_000_000);
        int factor = 2 << levels;
        if (imageSize % factor != 0) {
            int below = imageSize / factor * factor;
            throw new UserException("image_size " + imageSize + ": " + levels
                    + (levels == 1 ? " level halves" : " levels halve")
                    + " it " + (levels + 1) + " times, so it must be a multiple of " + factor + "; take "
                    + (below == 0 ? "" : below + " or ") + (below + factor));
        }
    }

    /**
     * Names of the levels, the finest first.
     *
     * @return {@code bottom} and {@code top}, with {@code middle} between if there are three
     */
    public List<String> levelNames() {
        return NAMES.get(levels - 1);
    }

    /**
     * Height and width of a level's grid of codes.
     *
     * @param level the level, 0 for the bottom
     * @return the number of rows and columns
     */
    public int grid(int level) {
        return imageSize / (4 << level);
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
        return new ModelConfig(imageChannels, size, levels, hidden, resBlocks, codebook);
    }

    /**
     * The settings by name, for JSON and for {@link Settings#with}.
     *
     * @return names in snake_case with values of JSON's types
     */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("channels", (long) channels);
        json.put("image_size", (long) imageSize);
        json.put("levels", (long) levels);
        json.put("hidden", (long) hidden);
        json.put("res_blocks", (long) resBlocks);
        json.put("codes", (long) codebook.codes());
        json.put("code_dim", (long) codebook.codeDim());
        json.put("quantizer", codebook.quantizer().name().toLowerCase(Locale.ROOT));
        json.put("beta", codebook.beta());
        json.put("decay", codebook.decay());
        json.put("epsilon", codebook.epsilon());
        json.put("init", codebook.init().name().toLowerCase(Locale.ROOT));
        json.put("restart_every", (long) codebook.restartEvery());
        json.put("restart_below", codebook.restartBelow());
        return json;
    }

    /**
     * The model that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static ModelConfig fromJson(JsonObject json) {
        return new ModelConfig(
                Settings.whole(json, "channels"),
                Settings.whole(json, "image_size"),
                Settings.whole(json, "levels"),
                Settings.whole(json, "hidden"),
                Settings.whole(json, "res_blocks"),
                new CodebookConfig(
                        Settings.whole(json, "codes"),
                        Settings.whole(json, "code_dim"),
                        Settings.choice("quantizer", json.text("quantizer"), QuantizerKind.class),
                        json.number("beta"),
                        json.number("decay"),
                        json.number("epsilon"),
                        Settings.choice("init", json.text("init"), CodebookInit.class),
                        Settings.whole(json, "restart_every"),
                        json.number("restart_below")));
    }
}
