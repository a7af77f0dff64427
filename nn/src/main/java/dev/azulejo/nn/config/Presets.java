package dev.azulejo.nn.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Named configurations: each is a list of assignments to the defaults.
 *
 * @param <C> the configuration record
 */
public final class Presets<C extends Record> {
    private final Schema<C> schema;
    private final Map<String, C> presets = new LinkedHashMap<>();
    private final SequencedMap<String, String> meanings = new LinkedHashMap<>();

    /**
     * No presets yet.
     *
     * @param schema the settings
     */
    public Presets(Schema<C> schema) {
        this.schema = schema;
    }

    /**
     * Adds a preset.
     *
     * @param name its name
     * @param meaning a phrase for help and documentation
     * @param assignments {@code key=value}, separated by spaces
     * @return this
     */
    public Presets<C> add(String name, String meaning, String assignments) {
        presets.put(name, schema.with(schema.defaults(), List.of(assignments.split(" "))));
        meanings.put(name, meaning);
        return this;
    }

    /**
     * What there is.
     *
     * @return the meaning of each preset, by its name
     */
    public SequencedMap<String, String> meanings() {
        return Collections.unmodifiableSequencedMap(meanings);
    }

    /**
     * A preset.
     *
     * @param name its name
     * @return the configuration
     * @throws dev.azulejo.nn.UserException naming the nearest one if there is none of that name
     */
    public C get(String name) {
        C preset = presets.get(name);
        if (preset == null) {
            throw Settings.unknown("preset", name, presets.keySet());
        }
        return preset;
    }
}
