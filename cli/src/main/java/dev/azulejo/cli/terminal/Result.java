package dev.azulejo.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of a command, written once: its values by name are the JSON, and a text that names them is what people read,
 * as {@code "step {step}, loss {loss:%.5f}"}.
 */
public final class Result {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)(?::(%[^}]+))?}");

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Map<String, Object> said = new LinkedHashMap<>();

    /** Adds a value. */
    public Result with(String name, Object value) {
        json.put(name, value);
        return this;
    }

    /** Adds a value that is for people alone: a sentence or a file's name as it is shown, under a name of its own. */
    public Result saying(String name, Object value) {
        said.put(name, value);
        return this;
    }

    /** The members of the JSON object. */
    Map<String, Object> json() {
        return json;
    }

    /**
     * The text with the values in it. Braces within values mean nothing.
     *
     * @param text names values in braces, each with a format where it wants one
     * @throws IllegalArgumentException if it names one that is not there
     */
    String text(String text) {
        return NAMED.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            if (!said.containsKey(name) && !json.containsKey(name)) {
                throw new IllegalArgumentException("result: no value " + name + " for: " + text);
            }
            Object value = said.containsKey(name) ? said.get(name) : json.get(name);
            String format = found.group(2);
            return Matcher.quoteReplacement(
                    format == null ? String.valueOf(value) : String.format(Locale.ROOT, format, value));
        });
    }
}
