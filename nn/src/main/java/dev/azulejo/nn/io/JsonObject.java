package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object as read, with members fetched by type: a missing or ill-typed one is a {@link UserException} that names
 * the file and the member.
 *
 * @param name where the object is from, for errors, such as {@code run.json: config}
 * @param members names and values as {@link Json#read(String, String)} gives them
 */
public record JsonObject(String name, Map<String, Object> members) {
    /**
     * Copies the members.
     *
     * @param name where the object is from
     * @param members names and values
     */
    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * Takes a value that must be an object.
     *
     * @param value as {@link Json#read(String, String)} gives it
     * @param name where it is from, for errors
     * @return the object
     * @throws UserException if it is something else
     */
    public static JsonObject of(Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new UserException(name + ": expected a JSON object, found " + kind(value));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((k, v) -> members.put((String) k, v));
        return new JsonObject(name, members);
    }

    /**
     * Says whether a member is there and not null.
     *
     * @param key the member
     * @return true if so
     */
    public boolean has(String key) {
        return members.get(key) != null;
    }

    /**
     * A string.
     *
     * @param key the member
     * @return its value
     * @throws UserException if it is missing or of another type
     */
    public String text(String key) {
        if (get(key, "a string") instanceof String s) {
            return s;
        }
        throw wrong(key, "a string");
    }

    /**
     * A whole number.
     *
     * @param key the member
     * @return its value
     * @throws UserException if it is missing or of another type
     */
    public long whole(String key) {
        if (get(key, "a whole number") instanceof Long n) {
            return n;
        }
        throw wrong(key, "a whole number");
    }

    /**
     * A whole number within bounds.
     *
     * @param key the member
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return its value
     * @throws UserException if it is missing, of another type or out of bounds
     */
    public int whole(String key, int least, int most) {
        long n = whole(key);
        if (n < least || n > most) {
            throw new UserException(name + ": expected \"" + key + "\" from " + least + " to " + most + ", found " + n);
        }
        return (int) n;
    }

    /**
     * Any number.
     *
     * @param key the member
     * @return its value
     * @throws UserException if it is missing or of another type
     */
    public double number(String key) {
        if (get(key, "a number") instanceof Number n) {
            return n.doubleValue();
        }
        throw wrong(key, "a number");
    }

    /**
     * True or false.
     *
     * @param key the member
     * @return its value
     * @throws UserException if it is missing or of another type
     */
    public boolean flag(String key) {
        if (get(key, "true or false") instanceof Boolean b) {
            return b;
        }
        throw wrong(key, "true or false");
    }

    /**
     * An object in this one.
     *
     * @param key the member
     * @return its value; errors in it name the path to it
     * @throws UserException if it is missing or of another type
     */
    public JsonObject object(String key) {
        if (get(key, "an object") instanceof Map<?, ?> map) {
            return of(map, name + ": " + key);
        }
        throw wrong(key, "an object");
    }

    /**
     * A list.
     *
     * @param key the member
     * @return its values
     * @throws UserException if it is missing or of another type
     */
    public List<Object> list(String key) {
        if (get(key, "a list") instanceof List<?> list) {
            return Collections.unmodifiableList(new ArrayList<>(list));
        }
        throw wrong(key, "a list");
    }

    private Object get(String key, String expected) {
        Object value = members.get(key);
        if (value == null) {
            throw new UserException(name + ": expected " + expected + " under \"" + key + "\", found none");
        }
        return value;
    }

    private UserException wrong(String key, String expected) {
        return new UserException(
                name + ": expected " + expected + " under \"" + key + "\", found " + kind(members.get(key)));
    }

    private static String kind(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> m -> "an object";
            case List<?> l -> "a list";
            case String s -> "the string " + Json.write(s.length() <= 40 ? s : s.substring(0, 40) + "...");
            default -> value.toString();
        };
    }
}
