package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recursive-descent reader of RFC 8259, one instance a text. */
final class JsonParser {
    private final String text;
    private final String name;
    private int at;

    JsonParser(String text, String name) {
        this.text = text;
        this.name = name;
    }

    Object value() {
        Object value = value(0);
        if (at < text.length()) {
            throw fail("the end, but found " + here());
        }
        return value;
    }

    private Object value(int depth) {
        skipSpace();
        if (at >= text.length()) {
            throw fail("a value, but the text ends here");
        }
        Object value = switch (text.charAt(at)) {
            case '{' -> object(depth + 1);
            case '[' -> list(depth + 1);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw fail("a value, but found " + here());
        };
        skipSpace();
        return value;
    }

    private Map<String, Object> object(int depth) {
        enter(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        skipSpace();
        if (take('}')) {
            return members;
        }
        do {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw fail("a name in quotes, but found " + here());
            }
            int start = at;
            String key = string();
            if (members.containsKey(key)) {
                at = start;
                throw fail("each name once, but found " + Json.write(shorten(key)) + " again");
            }
            skipSpace();
            if (!take(':')) {
                throw fail("':' after " + Json.write(shorten(key)) + ", but found " + here());
            }
            members.put(key, value(depth));
        } while (take(','));
        if (!take('}')) {
            throw fail("',' or '}', but found " + here());
        }
        return members;
    }

    private List<Object> list(int depth) {
        enter(depth);
        List<Object> items = new ArrayList<>();
        skipSpace();
        if (take(']')) {
            return items;
        }
        do {
            items.add(value(depth));
        } while (take(','));
        if (!take(']')) {
            throw fail("',' or ']', but found " + here());
        }
        return items;
    }

    private void enter(int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw fail("at most " + Json.MAX_DEPTH + " objects and lists in one another, but here is one more");
        }
        at++;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw fail("'" + word + "', but found " + here());
        }
        at += word.length();
        return value;
    }

    private Number number() {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        boolean whole = true;
        if (take('.')) {
            whole = false;
            digits();
        }
        if (take('e') || take('E')) {
            whole = false;
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        String literal = text.substring(start, at);
        if (whole) {
            try {
                return Long.valueOf(literal);
            } catch (NumberFormatException e) {
                at = start;
                throw fail("a whole number within 64 bits, but found " + shorten(literal));
            }
        }
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            at = start;
            throw fail("a number within a double's range, but found " + shorten(literal));
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw fail("a digit, but found " + here());
        }
    }

    private String string() {
        at++;
        StringBuilder escaped = null;
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                String tail = text.substring(start, at++);
                return escaped == null ? tail : escaped.append(tail).toString();
            }
            if (c < ' ') {
                throw fail("no control characters in a string, but found " + here());
            }
            if (c == '\\') {
                escaped = escaped == null ? new StringBuilder() : escaped;
                escaped.append(text, start, at++).append(escape());
                start = at;
            } else {
                at++;
            }
        }
        throw fail("'\"' to close a string, but the text ends here");
    }

    private char escape() {
        if (at >= text.length()) {
            throw fail("an escape, but the text ends here");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw fail("one of \"\\/bfnrtu after a backslash, but found " + here());
            }
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            // Not Character.digit: it takes the digits of every script.
            int digit = at < text.length() ? "0123456789abcdefABCDEF".indexOf(text.charAt(at)) : -1;
            if (digit < 0) {
                throw fail("four hexadecimal digits after \\u, but found " + here());
            }
            value = value << 4 | (digit < 16 ? digit : digit - 6);
        }
        return (char) value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private String here() {
        if (at >= text.length()) {
            return "the end of the text";
        }
        char c = text.charAt(at);
        return c > ' ' && c < 127
                ? "'" + c + "'"
                : "U+" + HexFormat.of().withUpperCase().toHexDigits(c);
    }

    private static String shorten(String literal) {
        return literal.length() <= 40 ? literal : literal.substring(0, 40) + "...";
    }

    private UserException fail(String expected) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new UserException(
                name + ": not valid JSON: line " + line + ", column " + column + ": expected " + expected);
    }
}
