package dev.azulejo.priors.train;

import dev.azulejo.nn.config.Presets;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.PriorConfig;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A prior and its training: what a preset names, {@code --set} changes and {@code run.json} keeps.
 *
 * @param model the sizes of the network
 * @param training how it is trained
 */
public record PriorConfiguration(PriorConfig model, PriorTraining training) {
    /** The settings, each with its default: those of the preset {@code top}. */
    public static final Schema<PriorConfiguration> SCHEMA = new Schema<>(PriorConfiguration.class);

    private static final String PAPER = " heads=8 kernel=5 dropout=0.1 batch=128 steps=500000 learning_rate=3e-4"
            + " rate_decay=constant warmup=1000 weight_decay=0 polyak=0.9995";

    private static final Presets<PriorConfiguration> PRESETS = new Presets<>(SCHEMA)
            .add("top", "the default for the highest level: a minute for 4x4 codes", "hidden=96")
            .add(
                    "bottom",
                    "the default for a level below another: a minute for 8x8",
                    "hidden=64 residual=64 layers=3 attention_layers=0 dropout=0.2 condition_blocks=2"
                            + " batch=16 weight_decay=0.01")
            .add(
                    "paper-top",
                    "of the paper, for ImageNet at 256x256: far beyond a CPU",
                    "hidden=512 residual=2048 layers=20 attention_layers=4 output_blocks=20" + PAPER)
            .add(
                    "paper-bottom",
                    "its prior of the bottom level (arXiv 1906.00446, table 5)",
                    "hidden=512 residual=1024 layers=20 attention_layers=0 condition_blocks=20 output_blocks=0" + PAPER)
            .add(
                    "tiny",
                    "for trying things out, in seconds",
                    "hidden=16 residual=16 layers=2 attention_layers=1 heads=2 dropout=0.1 condition_blocks=1"
                            + " batch=16 steps=200 rate_decay=constant warmup=0 weight_decay=0 polyak=0.99");

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
    public static PriorConfiguration preset(String name) {
        return PRESETS.get(name);
    }

    /**
     * The preset for a level where none is named.
     *
     * @param grid the level's codes
     * @return {@code bottom} if there are levels above, else {@code top}
     */
    public static PriorConfiguration forGrid(CodeGrid grid) {
        return preset(grid.conditioned() ? "bottom" : "top");
    }

    /**
     * Changed by assignments; they are checked together, so their order does not matter.
     *
     * @param assignments each {@code key=value}, with a key of {@link #toJson}
     * @return the configuration
     * @throws UserException if a key is unknown (the nearest is named) or a value makes no sense
     */
    public PriorConfiguration with(List<String> assignments) {
        return SCHEMA.with(this, assignments);
    }

    /**
     * Changed in one setting.
     *
     * @param key the setting, as {@code classes}
     * @param value its value
     * @return the configuration
     * @throws UserException if the key is unknown or the value makes no sense
     */
    public PriorConfiguration with(String key, Object value) {
        return SCHEMA.with(this, key, value);
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
    public static PriorConfiguration fromJson(JsonObject json) {
        return SCHEMA.fromJson(json);
    }
}
