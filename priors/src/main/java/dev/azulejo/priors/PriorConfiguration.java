package dev.azulejo.priors;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.Settings;
import dev.azulejo.vqvae2.TrainingConfig.RateDecay;
import java.util.LinkedHashMap;
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
    private record Preset(String what, PriorConfiguration is) {}

    private static final Map<String, Preset> PRESETS = presetsByName();

    private static Map<String, Preset> presetsByName() {
        Map<String, Preset> presets = new LinkedHashMap<>();
        presets.put(
                "top",
                new Preset(
                        "the default for the highest level: a minute for 4x4 codes",
                        new PriorConfiguration(
                                new PriorConfig(96, 96, 4, 2, 4, 3, 0.5, 0, 1, 0),
                                new PriorTraining(32, 1600, 2e-3, RateDecay.COSINE, 50, 0.1, 1, 0.999))));
        presets.put(
                "bottom",
                new Preset(
                        "the default for a level below another: a minute for 8x8",
                        new PriorConfiguration(
                                new PriorConfig(64, 64, 3, 0, 4, 3, 0.2, 2, 1, 0),
                                new PriorTraining(16, 1600, 2e-3, RateDecay.COSINE, 50, 0.01, 1, 0.999))));
        PriorTraining paper = new PriorTraining(128, 500_000, 3e-4, RateDecay.CONSTANT, 1000, 0, 1, 0.9995);
        presets.put(
                "paper-top",
                new Preset(
                        "of the paper, for ImageNet at 256x256: far beyond a CPU",
                        new PriorConfiguration(new PriorConfig(512, 2048, 20, 4, 8, 5, 0.1, 0, 20, 0), paper)));
        presets.put(
                "paper-bottom",
                new Preset(
                        "its prior of the bottom level (arXiv 1906.00446, table 5)",
                        new PriorConfiguration(new PriorConfig(512, 1024, 20, 0, 8, 5, 0.1, 20, 0, 0), paper)));
        presets.put(
                "tiny",
                new Preset(
                        "for trying things out, in seconds",
                        new PriorConfiguration(
                                new PriorConfig(16, 16, 2, 1, 2, 3, 0.1, 1, 1, 0),
                                new PriorTraining(16, 200, 2e-3, RateDecay.CONSTANT, 0, 0, 1, 0.99))));
        return presets;
    }

    /**
     * The presets.
     *
     * @return what each is, in a few words, by its name: {@code top}, {@code bottom}, {@code paper-top},
     *     {@code paper-bottom} and {@code tiny}
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
    public static PriorConfiguration preset(String name) {
        Preset preset = PRESETS.get(name);
        if (preset == null) {
            throw Settings.unknown("preset", name, PRESETS.keySet());
        }
        return preset.is;
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
        return fromJson(JsonObject.of(Settings.with(toJson(), assignments), "settings"));
    }

    /**
     * Conditioned on classes.
     *
     * @param count number of classes, 0 for none
     * @return the configuration
     */
    public PriorConfiguration withClasses(int count) {
        return new PriorConfiguration(model.withClasses(count), training);
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
    public static PriorConfiguration fromJson(JsonObject json) {
        return new PriorConfiguration(PriorConfig.fromJson(json), PriorTraining.fromJson(json));
    }
}
