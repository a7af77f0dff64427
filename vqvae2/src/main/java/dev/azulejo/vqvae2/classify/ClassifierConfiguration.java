package dev.azulejo.vqvae2.classify;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.util.List;
import java.util.Map;

/**
 * A classifier and its training: what {@code --set} changes and {@code run.json} keeps.
 *
 * @param model the sizes of the network
 * @param training how it is trained
 */
public record ClassifierConfiguration(ClassifierConfig model, ClassifierTraining training) {
    /** The settings, each with its default. */
    public static final Schema<ClassifierConfiguration> SCHEMA = new Schema<>(ClassifierConfiguration.class);

    /** {@return the usual settings} */
    public static ClassifierConfiguration usual() {
        return SCHEMA.defaults();
    }

    /**
     * Changed by assignments; they are checked together, so their order does not matter.
     *
     * @param assignments each {@code key=value}
     * @return the configuration
     * @throws UserException if a key is unknown (the nearest is named) or a value makes no sense
     */
    public ClassifierConfiguration with(List<String> assignments) {
        return SCHEMA.with(this, assignments);
    }

    /** {@return all settings by name, in snake_case with values of JSON's types} */
    public Map<String, Object> toJson() {
        return SCHEMA.toJson(this);
    }

    static ClassifierConfiguration fromJson(JsonObject json) {
        return SCHEMA.fromJson(json);
    }
}
