package dev.azulejo.vqvae2;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import java.util.LinkedHashMap;
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
    private static final CodebookConfig EMA = CodebookConfig.SEED.movingAverage(50);

    private record Preset(String what, Configuration is) {}

    private static final Map<String, Preset> PRESETS = presetsByName();

    private static Map<String, Preset> presetsByName() {
        Map<String, Preset> presets = new LinkedHashMap<>();
        presets.put(
                "seed",
                new Preset(
                        "the reference model, learned by gradient (the default)",
                        new Configuration(ModelConfig.SEED, TrainingConfig.SEED)));
        presets.put(
                "ema",
                new Preset(
                        "the same with moving averages and restarts: the better start",
                        new Configuration(new ModelConfig(3, 256, 2, 128, 2, EMA), TrainingConfig.SEED)));
        presets.put(
                "single",
                new Preset(
                        "the bottom level of seed alone, a VQ-VAE",
                        new Configuration(
                                new ModelConfig(3, 256, 1, 128, 2, CodebookConfig.SEED), TrainingConfig.SEED)));
        presets.put(
                "quickstart",
                new Preset(
                        "a small model for images of 32x32, in minutes",
                        new Configuration(
                                new ModelConfig(1, 32, 2, 64, 1, EMA.sized(128, 32)),
                                new TrainingConfig(64, 2500, 1e-3, TrainingConfig.RateDecay.COSINE, 0, 0))));
        presets.put(
                "small",
                new Preset(
                        "a better one for images of 32x32, of eight times the steps",
                        new Configuration(
                                new ModelConfig(3, 32, 2, 64, 2, EMA.sized(256, 32)),
                                new TrainingConfig(64, 20_000, 5e-4, TrainingConfig.RateDecay.COSINE, 0, 0))));
        presets.put(
                "tiny",
                new Preset(
                        "for trying things out, in seconds",
                        new Configuration(
                                new ModelConfig(1, 16, 2, 16, 1, EMA.sized(32, 8)),
                                new TrainingConfig(16, 500, 2e-3, TrainingConfig.RateDecay.CONSTANT, 0, 0))));
        return presets;
    }

    /**
     * The presets.
     *
     * @return what each is, in a few words, by its name: {@code seed}, {@code ema}, {@code single}, {@code quickstart},
     *     {@code small} and {@code tiny}
     */
    public static SequencedMap<String, String> presets() {
        SequencedMap<String, String> what = new LinkedHashMap<>();
        PRESETS.forEach((name, preset) -> what.put(name, preset.what));
        return what;
    }

    /**
     * A preset.
     *
     * @param name one of {@link #presets}
     * @return the configuration
     * @throws UserException naming the nearest one if there is none of that name
     */
    public static Configuration preset(String name) {
        Preset preset = PRESETS.get(name);
        if (preset == null) {
            throw Settings.unknown("preset", name, PRESETS.keySet());
        }
        return preset.is;
    }

    /**
     * Changed by assignments; they are checked together, so their order does not matter.
     *
     * @param assignments each {@code key=value}, with a key of {@link #toJson}
     * @return the configuration
     * @throws UserException if a key is unknown (the nearest is named) or a value makes no sense
     */
    public Configuration with(List<String> assignments) {
        return fromJson(JsonObject.of(Settings.with(toJson(), assignments), "settings"));
    }

    /**
     * For other images.
     *
     * @param channels 1 for grey, 3 for colour
     * @param size height and width, in pixels
     * @return the configuration
     * @throws UserException if the size does not fit the model's halvings
     */
    public Configuration forImages(int channels, int size) {
        return new Configuration(model.forImages(channels, size), training);
    }

    /**
     * All settings by name, the model's first.
     *
     * @return names in snake_case with values of JSON's types
     */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(model.toJson());
        json.putAll(training.toJson());
        return json;
    }

    /**
     * The configuration that settings describe.
     *
     * @param json as {@link #toJson} gives them; other members are ignored
     * @return the configuration
     * @throws UserException if one is missing, of another type, or makes no sense
     */
    public static Configuration fromJson(JsonObject json) {
        return new Configuration(ModelConfig.fromJson(json), TrainingConfig.fromJson(json));
    }
}
