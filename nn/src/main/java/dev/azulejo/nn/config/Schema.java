package dev.azulejo.nn.config;

import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings of a configuration record, read from its components. A component is a {@link Setting}, another such
 * record, whose settings stand beside its own, or a sealed interface of such records ({@link Kind}). Keys are flat, so no
 * two components of one configuration may have the same name.
 *
 * @param <C> the record
 */
public final class Schema<C extends Record> {
    private final Class<C> type;
    private final SettingTable table;

    /**
     * The settings of a record.
     *
     * @param type the record
     */
    public Schema(Class<C> type) {
        this.type = type;
        table = SettingTable.of(type);
    }

    /** {@return the settings in words, a row for each, in the order of the components} */
    public SettingTable table() {
        return table;
    }

    /** {@return the configuration with every setting at its default} */
    public C defaults() {
        return build(new JsonObject("defaults", Map.of()), false);
    }

    /**
     * The settings of a configuration.
     *
     * @param configuration the record
     * @return names with values of JSON's types, in the order of the components
     */
    public Map<String, Object> toJson(C configuration) {
        Map<String, Object> json = new LinkedHashMap<>();
        write(configuration, json);
        return json;
    }

    private static void write(Record configuration, Map<String, Object> json) {
        for (RecordComponent component : configuration.getClass().getRecordComponents()) {
            Object value = Components.value(component, configuration);
            if (component.isAnnotationPresent(Setting.class)) {
                json.put(Components.key(component), SettingType.of(component).toJson(value));
            } else {
                if (!component.getType().isRecord()) {
                    json.put(
                            Components.key(component),
                            Components.kind(value.getClass()).value());
                }
                write((Record) value, json);
            }
        }
    }

    /**
     * The configuration that a file holds.
     *
     * @param json as {@link #toJson} gives it; other members are ignored
     * @return the record
     * @throws UserException if a setting is missing, of another type, or makes no sense
     */
    public C fromJson(JsonObject json) {
        return build(json, true);
    }

    /**
     * Changes settings. They are checked together, so their order does not matter. Where another kind is chosen, it keeps
     * what it has in common with the kind before, and has its defaults for the rest.
     *
     * @param configuration the record
     * @param assignments each {@code key=value}; hyphens in the key count as underscores
     * @return the changed record
     * @throws UserException if an assignment has no {@code =}, its key is unknown (the nearest known one is named) or that of
     *     another kind, or its value is not of the setting's type or makes no sense
     */
    public C with(C configuration, List<String> assignments) {
        Map<String, Object> json = toJson(configuration);
        List<SettingTable.Row> changed = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UserException("setting \"" + assignment + "\": expected key=value, as hidden=64");
            }
            String key = assignment.substring(0, equals).strip().replace('-', '_');
            changed.add(table.row(key));
            json.put(key, parse(type, key, assignment.substring(equals + 1).strip()));
        }
        C result = build(new JsonObject("settings", json), false);
        Map<String, Object> known = toJson(result);
        for (SettingTable.Row row : changed) {
            if (!known.containsKey(row.key())) {
                List<String> kinds = row.kinds();
                String last = kinds.getLast();
                String others = String.join(", ", kinds.subList(0, kinds.size() - 1));
                throw new UserException(row.key() + ": is a setting of "
                        + (others.isEmpty() ? last : others + " and " + last) + " only");
            }
        }
        return result;
    }

    /**
     * Changes a setting.
     *
     * @param configuration the record
     * @param key the setting
     * @param value its value
     * @return the changed record
     * @throws UserException as {@link #with(Record, List)}
     */
    public C with(C configuration, String key, Object value) {
        return with(configuration, List.of(key + "=" + value));
    }

    private static Object parse(Class<?> record, String key, String text) {
        for (RecordComponent component : record.getRecordComponents()) {
            Object found = null;
            if (component.isAnnotationPresent(Setting.class)) {
                found = Components.key(component).equals(key)
                        ? SettingType.of(component).parse(key, text)
                        : null;
            } else if (component.getType().isRecord()) {
                found = parse(component.getType(), key, text);
            } else if (Components.key(component).equals(key)) {
                found = text.toLowerCase(Locale.ROOT);
            } else {
                for (Class<?> kind : Components.kinds(component).values()) {
                    found = found == null ? parse(kind, key, text) : found;
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private C build(JsonObject json, boolean strict) {
        return type.cast(build(type, json, strict));
    }

    private static Object build(Class<?> record, JsonObject json, boolean strict) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String key = Components.key(component);
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null) {
                SettingType of = SettingType.of(component);
                JsonObject from = json.has(key) || (strict && !setting.later())
                        ? json
                        : new JsonObject(json.name(), Map.of(key, of.parse(key, setting.value())));
                values[i] = of.fromJson(from, key, setting, component.getType());
            } else if (component.getType().isRecord()) {
                values[i] = build(component.getType(), json, strict);
            } else {
                Map<String, Class<?>> choices = Components.kinds(component);
                String name = json.has(key) || strict
                        ? json.text(key)
                        : choices.keySet().iterator().next();
                if (!choices.containsKey(name)) {
                    throw Settings.unknown(key, name, choices.keySet());
                }
                values[i] = build(choices.get(name), json, strict);
            }
        }
        check(record, values);
        return Components.create(record, components, values);
    }

    /**
     * Checks the numbers of a record against the ranges of its components; for its compact constructor.
     *
     * @param record the record
     * @param values of all its components, in their order
     * @throws UserException naming the first that is out of range
     */
    public static void check(Class<?> record, Object... values) {
        RecordComponent[] components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Setting setting = components[i].getAnnotation(Setting.class);
            if (setting != null) {
                SettingType.of(components[i]).check(Components.key(components[i]), values[i], setting);
            }
        }
    }
}
