package dev.azulejo.nn.config;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.HashMap;
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
    private static final System.Logger LOG = System.getLogger(Presets.class.getName());

    private final Schema<C> schema;
    private final Map<String, C> presets = new LinkedHashMap<>();
    private final SequencedMap<String, String> meanings = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    /**
     * Makes an empty set of presets.
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
     * Keeps an old name working; a warning is logged where it is used.
     *
     * @param old the name of an earlier version
     * @param name the name since
     * @return this
     */
    public Presets<C> renamed(String old, String name) {
        renamed.put(old, name);
        return this;
    }

    /** {@return the meaning of each preset, by its name} */
    public SequencedMap<String, String> meanings() {
        return Collections.unmodifiableSequencedMap(meanings);
    }

    /**
     * A preset.
     *
     * @param name its name
     * @return the configuration
     * @throws dev.azulejo.nn.message.UserException naming the nearest one if there is none of that name
     */
    public C get(String name) {
        String now = renamed.getOrDefault(name, name);
        if (!now.equals(name)) {
            LOG.log(Level.WARNING, "the preset " + name + " is called " + now + " now: --preset " + now);
        }
        C preset = presets.get(now);
        if (preset == null) {
            throw Settings.unknown("preset", name, presets.keySet());
        }
        return preset;
    }
}
