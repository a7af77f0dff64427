package dev.azulejo.priors;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.vqvae2.Settings;
import dev.azulejo.vqvae2.TrainingConfig.RateDecay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prior and its training: what a preset names, {@code --set} changes and {@code run.json} keeps.
 *
 * @param model the sizes of the network
 * @param training how it is trained
 */
public record PriorConfiguration(PriorConfig model, PriorTraining training) {
    private static final Map<String, PriorConfiguration> PRESETS = presetsByName();

    private static Map<String, PriorConfiguration> presetsByName() {
        Map<String, PriorConfiguration> presets = new LinkedHashMap<>();
        presets.put(
                "top",
                new PriorConfiguration(
                        new PriorConfig(96, 96, 4, 2, 4, 3, 0.5, 0, 1, 0),
                        new PriorTraining(32, 1600, 2e-3, RateDecay.COSINE, 50, 0.1, 1, 0.999)));
        presets.put(
                "bottom",
                new PriorConfiguration(
                        new PriorConfig(64, 64, 3, 0, 4, 3, 0.2, 2, 1, 0),
                        new PriorTraining(16, 1600, 2e-3, RateDecay.COSINE, 50, 0.01, 1, 0.999)));
        PriorTraining paper = new PriorTraining(128, 500_000, 3e-4, RateDecay.CONSTANT, 1000, 0, 1, 0.9995);
        presets.put("paper-top", new PriorConfiguration(new PriorConfig(512, 2048, 20, 4, 8, 5, 0.1, 0, 20, 0), paper));
        presets.put(
                "paper-bottom", new PriorConfiguration(new PriorConfig(512, 1024, 20, 0, 8, 5, 0.1, 20, 0, 0), paper));
        presets.put(
                "tiny",
                new PriorConfiguration(
                        new PriorConfig(16, 16, 2, 1, 2, 3, 0.1, 1, 1, 0),
                        new PriorTraining(16, 200, 2e-3, RateDecay.CONSTANT, 0, 0, 1, 0.99)));
        return presets;
    }

    /**
     * The names of the presets.
     *
     * @return {@code top}, {@code bottom}, {@code paper-top}, {@code paper-bottom} and {@code tiny}
     */
    public static List<String> presets() {
        return List.copyOf(PRESETS.keySet());
    }

    /**
     * A preset: {@code top} and {@code bottom} learn the embedded data's codes in a minute each, {@code paper-top} and
     * {@code paper-bottom} are those of ImageNet at 256x256 (arXiv 1906.00446, table 5), {@code tiny} is for trying things
     * out.
     *
     * @param name its name
     * @return the configuration
     * @throws UserException naming the nearest one if there is none of that name
     */
    public static PriorConfiguration preset(String name) {
        PriorConfiguration preset = PRESETS.get(name);
        if (preset == null) {
            throw Settings.unknown("preset", name, PRESETS.keySet());
        }
        return preset;
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
