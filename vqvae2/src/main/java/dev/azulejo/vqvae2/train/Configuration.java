package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.config.Presets;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.vqvae2.ModelConfig;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model and its training: what a preset names, {@code --set} changes and {@code run.json} keeps.
 *
 * @param model the sizes of the model
 * @param training how it is trained
 */
public record Configuration(ModelConfig model, TrainingConfig training) {
    /** The settings, each with its default: those of the reference model. */
    public static final Schema<Configuration> SCHEMA = new Schema<>(Configuration.class);

    /**
     * The settings that give the best pictures at equal bits, a top level that shows the layout, and colours within some
     * hundred steps: docs/model.md has the figures.
     */
    private static final String HIERARCHY =
            "quantizer=ema decay=0.95 wiring=paper level_dropout=0.25 pixel_range=signed adam_beta2=0.95"
                    + " warmup=50 max_gradient_norm=0.1 ";

    /** Of a known number of steps, the last ones are small, and all levels' own. */
    private static final String FALLING = "rate_decay=cosine level_dropout_decay=cosine ";

    private static final String PAPER = "quantizer=ema wiring=paper pixel_range=signed res_channels=64 batch=128 ";

    private static final Presets<Configuration> PRESETS = new Presets<>(SCHEMA)
            .add("reference", "the reference model, learned by gradient (the default)", "levels=2")
            .add("ema", "the paper's wiring and moving averages: the better start", HIERARCHY + "learning_rate=1e-3")
            .add("single", "the bottom level of reference alone, a VQ-VAE", "levels=1")
            .add(
                    "paper-imagenet256",
                    "of the paper (arXiv 1906.00446, table 4): days of a GPU",
                    PAPER + "steps=2207444")
            .add(
                    "paper-ffhq1024",
                    "its model of three levels for faces of 1024x1024",
                    PAPER + "image_size=1024 levels=3 halvings=3 steps=304741")
            .add(
                    "cifar10",
                    "colour images of 32x32, in an hour or two",
                    HIERARCHY + FALLING
                            + "image_size=32 code_dim=32 batch=128 steps=10000 learning_rate=2e-3 flip=true")
            .add(
                    "fashion-mnist",
                    "grey images of 32x32, in half an hour",
                    HIERARCHY + FALLING + "channels=1 image_size=32 batch=128 steps=3000 learning_rate=2e-3")
            .add(
                    "quickstart",
                    "a small model for images of 32x32, in minutes",
                    HIERARCHY + FALLING
                            + "channels=1 image_size=32 hidden=64 res_blocks=1 codes=128 code_dim=32"
                            + " batch=64 steps=2500 learning_rate=3e-3")
            .add(
                    "small",
                    "a better one for images of 32x32, of eight times the steps",
                    HIERARCHY + FALLING
                            + "image_size=32 hidden=64 codes=256 code_dim=32"
                            + " batch=64 steps=20000 learning_rate=2e-3")
            .add(
                    "deep",
                    "four levels, for colour images of 64x64",
                    HIERARCHY + "levels=4 image_size=64 hidden=64 res_blocks=1 codes=256 code_dim=32"
                            + " level_dropout=0.5 restart_below=0.1 steps=10000 learning_rate=2e-3 rate_decay=cosine")
            .add(
                    "tiny",
                    "for trying things out, in seconds",
                    HIERARCHY + "channels=1 image_size=16 hidden=16 res_blocks=1 codes=32 code_dim=8"
                            + " batch=16 steps=500 learning_rate=2e-3")
            .renamed("seed", "reference");

    /** Checks the settings of both that depend on each other. */
    public Configuration {
        if (training.shift() >= model.imageSize()) {
            throw new UserException("shift: expected less than image_size " + model.imageSize() + ", found "
                    + training.shift() + ", which moves the whole image away");
        }
    }

    /** {@return the meaning of each preset, in a few words, by its name} */
    public static SequencedMap<String, String> presets() {
        return PRESETS.meanings();
    }

    /**
     * A preset.
     *
     * @param name one of {@link #presets}
     * @return the configuration
     * @throws UserException naming the nearest one if there is none of that name
     */
    public static Configuration preset(String name) {
        return PRESETS.get(name);
    }

    /**
     * The configuration changed by assignments; they are checked together, so their order does not matter.
     *
     * @param assignments each {@code key=value}, with a key of {@link #toJson}
     * @return the configuration
     * @throws UserException if a key is unknown (the nearest is named) or a value makes no sense
     */
    public Configuration with(List<String> assignments) {
        return SCHEMA.with(this, assignments);
    }

    /**
     * The configuration changed in one setting.
     *
     * @param key the setting, as {@code hidden}
     * @param value its value
     * @return the configuration
     * @throws UserException if the key is unknown or the value makes no sense
     */
    public Configuration with(String key, Object value) {
        return SCHEMA.with(this, key, value);
    }

    /**
     * The configuration for other images.
     *
     * @param channels 1 for grey, 3 for colour
     * @param size height and width, in pixels
     * @return the configuration
     * @throws UserException if the size does not fit the model's halvings
     */
    public Configuration forImages(int channels, int size) {
        return with(List.of("channels=" + channels, "image_size=" + size));
    }

    /** {@return all settings by name, in snake_case with values of JSON's types, the model's first} */
    public Map<String, Object> toJson() {
        return SCHEMA.toJson(this);
    }

    /**
     * The configuration that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static Configuration fromJson(JsonObject json) {
        return SCHEMA.fromJson(json);
    }
}
