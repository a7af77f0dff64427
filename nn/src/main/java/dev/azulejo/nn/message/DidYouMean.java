package dev.azulejo.nn.message;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
public final class DidYouMean {
    private DidYouMean() {}

    /**
     * The known name that is fewest edits away (Levenshtein's distance, with two letters that changed places as one edit,
     * ignoring case and punctuation), if it is near enough to be worth asking about: at most a third of the longer name's
     * letters.
     *
     * @param word what was typed
     * @param known the names that exist
     * @return the nearest; the first of equals
     */
    public static Optional<String> to(String word, Collection<String> known) {
        String typed = letters(word);
        String best = null;
        int bestEdits = Integer.MAX_VALUE;
        for (String name : known) {
            String other = letters(name);
            int longer = Math.max(typed.length(), other.length());
            // Far too long a word can only be far away; do not spend its square on it.
            int edits = Math.abs(typed.length() - other.length()) > longer / 3 ? longer : edits(typed, other);
            if (edits <= longer / 3 && edits < bestEdits) {
                best = name;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = before;
            before = above;
            above = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, 1 + Math.min(above[j], row[j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
