package dev.azulejo.nn.io;

import dev.azulejo.nn.message.Printable;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Writes JSON, one instance a text. */
final class JsonPrinter {
    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;

    JsonPrinter(boolean pretty) {
        this.pretty = pretty;
    }

    String print(Object value) {
        value(value, 0);
        return out.toString();
    }

    private void value(Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("Json.write: nested deeper than " + Json.MAX_DEPTH);
        }
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> list(list, depth);
            case CharSequence s -> string(s);
            case Boolean b -> out.append(b.booleanValue());
            case Long n -> out.append(n.longValue());
            case Integer n -> out.append(n.intValue());
            case Short n -> out.append(n.intValue());
            case Byte n -> out.append(n.intValue());
            case Float n when Float.isFinite(n) -> out.append(n.floatValue());
            case Double n when Double.isFinite(n) -> out.append(n.doubleValue());
            case Number n
            when n instanceof Float || n instanceof Double ->
                throw new IllegalArgumentException("Json.write: JSON has no way to write " + n);
            default ->
                throw new IllegalArgumentException("Json.write: no way to write a "
                        + value.getClass().getName()
                        + "; expected a map, a list, a string, a boxed number, a boolean or null");
        }
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        String separator = "";
        // The order of Map.of and HashMap differs from one JVM to the next, and the same run must leave the same bytes.
        Map<?, ?> ordered = map instanceof SequencedMap ? map : new TreeMap<>(map);
        for (Map.Entry<?, ?> entry : ordered.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException("Json.write: a key must be a string, found " + entry.getKey());
            }
            out.append(separator);
            indent(depth + 1);
            string(key);
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            separator = ",";
        }
        if (!map.isEmpty()) {
            indent(depth);
        }
        out.append('}');
    }

    private void list(List<?> list, int depth) {
        boolean nested = list.stream().anyMatch(x -> x instanceof Map || x instanceof Collection);
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            if (nested) {
                indent(depth + 1);
            } else if (pretty && !separator.isEmpty()) {
                out.append(' ');
            }
            value(item, depth + 1);
            separator = ",";
        }
        if (nested) {
            indent(depth);
        }
        out.append(']');
    }

    private void indent(int depth) {
        if (pretty) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void string(CharSequence s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // What could steer a terminal is an escape, and so is half of a character, which has no UTF-8.
                    int whole = Character.codePointAt(s, isSecondHalf(s, i) ? i - 1 : i);
                    if (!Printable.isPlain(whole)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isSecondHalf(CharSequence s, int i) {
        return Character.isLowSurrogate(s.charAt(i)) && i > 0 && Character.isHighSurrogate(s.charAt(i - 1));
    }
}
