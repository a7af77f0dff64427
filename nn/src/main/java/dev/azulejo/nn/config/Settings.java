package dev.azulejo.nn.config;

import dev.azulejo.nn.message.DidYouMean;
import dev.azulejo.nn.message.UserException;
import java.util.Collection;

/** The messages about numbers and names that make no sense. */
public final class Settings {
    private Settings() {}

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
            throw new UserException(key + ": expected " + range(least, most) + ", found " + brief(value));
        }
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
        String nearest = DidYouMean.to(found, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse(";");
        return new UserException(
                "unknown " + what + " \"" + found + "\"" + nearest + " known are " + String.join(", ", known));
    }

    /** A range in words. */
    static String range(double least, double most) {
        if (most == Double.POSITIVE_INFINITY) {
            return "at least " + brief(least);
        }
        return brief(least) + " to " + brief(most);
    }

    /** A number without a fraction that it has not. */
    static String brief(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
