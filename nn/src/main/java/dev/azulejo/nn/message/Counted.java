package dev.azulejo.nn.message;

import java.util.Locale;

/** Numbers of things in sentences: 1 level, 2 levels, 60,000 images. */
public final class Counted {
    private Counted() {}

    /**
     * A number with its noun.
     *
     * @param count how many
     * @param noun one of them, whose plural ends in s, or in es after an s
     * @return as {@code 1 class} or {@code 10,000 classes}
     */
    public static String of(long count, String noun) {
        String ending = count == 1 ? "" : noun.endsWith("s") ? "es" : "s";
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, ending);
    }
}
