package dev.azulejo.vqvae2;

import dev.azulejo.nn.Nearest;
import dev.azulejo.nn.UserException;
import dev.azulejo.nn.io.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings by name, as on a command line ({@code --set key=value}) and in JSON: changed, checked and spelled right. */
public final class Settings {
    private Settings() {}

    /**
     * Applies assignments to settings.
     *
     * @param settings names in snake_case; whole numbers as Long, others as Double, words as String, flags as Boolean
     * @param assignments each {@code key=value}; hyphens in the key count as underscores
     * @return the settings with the new values, of the same types, in the same order
     * @throws UserException if an assignment has no {@code =}, its key is unknown (the nearest known one is named), or
     *     its value is not of the setting's type
     */
    public static Map<String, Object> with(Map<String, Object> settings, List<String> assignments) {
        Map<String, Object> changed = new LinkedHashMap<>(settings);
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UserException("setting \"" + assignment + "\": expected key=value, as hidden=64");
            }
            String key = assignment.substring(0, equals).strip().replace('-', '_');
            String value = assignment.substring(equals + 1).strip();
            if (!changed.containsKey(key)) {
                throw unknown("setting", key, changed.keySet());
            }
            changed.put(key, parse(key, value, changed.get(key)));
        }
        return changed;
    }

    private static Object parse(String key, String value, Object old) {
        try {
            return switch (old) {
                case Long _ -> (Object) Long.parseLong(value.replace("_", ""));
                case Double _ -> Double.parseDouble(value);
                case Boolean _ ->
                    switch (value.toLowerCase(Locale.ROOT)) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw new UserException(key + ": expected true or false, found \"" + value + "\"");
                    };
                default -> value;
            };
        } catch (NumberFormatException e) {
            throw new UserException(
                    key + ": expected " + (old instanceof Long ? "a whole number" : "a number") + ", found \"" + value
                            + "\"",
                    e);
        }
    }

    /**
     * Checks a whole number.
     *
     * @param key name of the setting
     * @param value its value
     * @param least the smallest that makes sense
     * @param most the largest that makes sense
     * @throws UserException if it is outside
     */
    public static void requireRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserException(key + ": expected " + least + " to " + most + ", found " + value);
        }
    }

    /**
     * Checks a number.
     *
     * @param key name of the setting
     * @param value its value
     * @param least the smallest that makes sense
     * @param most the largest that makes sense
     * @throws UserException if it is outside or not a number
     */
    public static void requireRange(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new UserException(key + ": expected " + least + " to " + most + ", found " + value);
        }
    }

    /** A whole number that fits an int. */
    static int whole(JsonObject json, String key) {
        long value = json.whole(key);
        requireRange(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return (int) value;
    }

    /**
     * The constant of an enum that a word names, in any case.
     *
     * @param <E> the enum
     * @param key name of the setting
     * @param word the word
     * @param type the enum
     * @return the constant
     * @throws UserException naming the nearest one if there is none
     */
    public static <E extends Enum<E>> E choice(String key, String word, Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(word.toLowerCase(Locale.ROOT))) {
                return constant;
            }
            names.add(name);
        }
        throw unknown(key, word, names);
    }

    /**
     * The failure for a name that nobody knows.
     *
     * @param what what is named, as "preset"
     * @param found the unknown name
     * @param known the names that there are
     * @return an exception whose line names the nearest known one and lists all
     */
    public static UserException unknown(String what, String found, Collection<String> known) {
        String nearest = Nearest.to(found, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse(";");
        return new UserException(
                "unknown " + what + " \"" + found + "\"" + nearest + " known are " + String.join(", ", known));
    }
}
