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
 * Type of a setting: how its values look as Java's, as JSON's, and as a user types them. JSON's are Long, Double, Boolean
 * and String; a list of one number is that number.
 */
enum SettingType {
    INT,
    LONG,
    DOUBLE,
    BOOLEAN,
    CHOICE,
    INTS;

    static SettingType of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return INT;
        } else if (type == long.class) {
            return LONG;
        } else if (type == double.class) {
            return DOUBLE;
        } else if (type == boolean.class) {
            return BOOLEAN;
        } else if (type.isEnum()) {
            return CHOICE;
        } else if (component.getGenericType().getTypeName().equals("java.util.List<java.lang.Integer>")) {
            return INTS;
        }
        throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " is no setting's type");
    }

    /** JSON's value of Java's. */
    Object toJson(Object value) {
        return switch (this) {
            case INT, LONG -> ((Number) value).longValue();
            case DOUBLE, BOOLEAN -> value;
            case CHOICE -> word((Enum<?>) value);
            case INTS -> {
                List<Long> all = ((List<?>) value)
                        .stream().map(each -> ((Integer) each).longValue()).toList();
                yield all.size() == 1 ? all.getFirst() : all;
            }
        };
    }

    /** JSON's value of what a user typed. */
    Object parse(String key, String text) {
        try {
            return switch (this) {
                case INT, LONG -> whole(text);
                case DOUBLE -> Double.parseDouble(text);
                case BOOLEAN ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw new UserException(key + ": expected true or false, found \"" + text + "\"");
                    };
                case CHOICE -> text;
                case INTS -> {
                    List<Long> all = new ArrayList<>();
                    for (String part : text.split(",", -1)) {
                        all.add(whole(part.strip()));
                    }
                    yield all.size() == 1 ? all.getFirst() : all;
                }
            };
        } catch (NumberFormatException e) {
            String expected = switch (this) {
                case DOUBLE -> "a number";
                case INTS -> "a whole number, or several as 128,64";
                default -> "a whole number";
            };
            throw new UserException(key + ": expected " + expected + ", found \"" + text + "\"", e);
        }
    }

    private static long whole(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    /** Java's value of JSON's, within a range. */
    Object fromJson(JsonObject json, String key, Setting setting, Class<?> type) {
        return switch (this) {
            case INT -> integer(key, json.whole(key), setting);
            case LONG -> json.whole(key);
            case DOUBLE -> json.number(key);
            case BOOLEAN -> json.flag(key);
            case CHOICE -> constant(key, json.text(key), type);
            case INTS ->
                json.members().get(key) instanceof List<?>
                        ? json.list(key).stream()
                                .map(each -> integer(key, each instanceof Long n ? n : json.whole(key), setting))
                                .toList()
                        : List.of(integer(key, json.whole(key), setting));
        };
    }

    private static Integer integer(String key, long value, Setting setting) {
        Settings.requireRange(
                key,
                (double) value,
                Math.max(setting.min(), Integer.MIN_VALUE),
                Math.min(setting.max(), Integer.MAX_VALUE));
        return (int) value;
    }

    /** Refuses a number out of range. */
    void check(String key, Object value, Setting setting) {
        switch (this) {
            case INT, LONG, DOUBLE ->
                Settings.requireRange(key, ((Number) value).doubleValue(), setting.min(), setting.max());
            case INTS ->
                ((List<?>) value).forEach(n -> Settings.requireRange(key, (Integer) n, setting.min(), setting.max()));
            case BOOLEAN, CHOICE -> {}
        }
    }

    private static Object constant(String key, String word, Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(word((Enum<?>) constant), constant);
        }
        Object found = constants.get(word.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (found == null) {
            throw Settings.unknown(key, word, constants.keySet());
        }
        return found;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return what may be typed, for tables} */
    String range(Setting setting, Class<?> type) {
        return switch (this) {
            case BOOLEAN -> "true, false";
            case CHOICE -> {
                List<String> words = new ArrayList<>();
                for (Object constant : type.getEnumConstants()) {
                    words.add(word((Enum<?>) constant));
                }
                yield String.join(", ", words);
            }
            case INT, LONG, DOUBLE, INTS -> Settings.range(setting.min(), setting.max());
        };
    }
}
