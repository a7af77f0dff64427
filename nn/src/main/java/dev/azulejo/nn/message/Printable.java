package dev.azulejo.nn.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that holds names from files, made fit for one line of a terminal, a log or a page.
 *
 * <p>A name may hold anything: escape sequences that move the cursor, line breaks that forge a line, marks that turn the
 * direction of writing, or five thousand letters. Such characters are shown as escapes ({@code \n}, {@code \u001b},
 * {@code \u202e}) and what is too long loses its middle. Both do nothing to what they made themselves.
 */
public final class Printable {
    private static final int LONGEST_LINE = 2000;
    private static final int LONGEST_WORD = 300;
    private static final int LONGEST_NAME = 100;
    private static final String CUT = "...";
    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");

    private Printable() {}

    /**
     * A message, whatever names it holds.
     *
     * @param text any text
     * @return one line without control characters, at most {@value #LONGEST_LINE} characters, no word of it longer than
     *     {@value #LONGEST_WORD}
     */
    public static String line(String text) {
        String words = LONG_WORD
                .matcher(escape(text))
                .replaceAll(word -> Matcher.quoteReplacement(shorten(word.group(), LONGEST_WORD)));
        return shorten(words, LONGEST_LINE);
    }

    /**
     * One name among others.
     *
     * @param name any text, as a file name, a class or a key
     * @return the name without control characters, at most {@value #LONGEST_NAME} characters
     */
    public static String name(String name) {
        return name(name, LONGEST_NAME);
    }

    /**
     * One name where there is little room.
     *
     * @param name any text
     * @param most the most characters to show, at least 10
     * @return the name without control characters
     */
    public static String name(String name, int most) {
        return shorten(escape(name), most);
    }

    /**
     * A text of any length that has to stay whole, as a command.
     *
     * @param text any text
     * @return one line without control characters
     */
    public static String escape(String text) {
        if (text.codePoints().allMatch(Printable::isPlain)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(escape(c));
            }
        });
        return shown.toString();
    }

    /**
     * Whether a character can be written as it is.
     *
     * @param codePoint a character of Unicode, or half of one
     * @return false if it controls a terminal, ends a line, turns the direction of writing, is unseen or is none
     */
    public static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            // The two joiners are part of how Persian, Hindi and emoji are written.
            case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D;
            default -> true;
        };
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                String digits = Integer.toHexString(codePoint);
                yield codePoint > 0xFFFF ? "\\u{" + digits + "}" : "\\u" + "0".repeat(4 - digits.length()) + digits;
            }
        };
    }

    /** Two thirds from the beginning and a third from the end: what to do stands at the end of a message. */
    private static String shorten(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = (most - CUT.length()) * 2 / 3;
        int tail = text.length() - (most - CUT.length() - head);
        if (Character.isLowSurrogate(text.charAt(head))) {
            head--;
        }
        if (Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        return text.substring(0, head) + CUT + text.substring(tail);
    }
}
