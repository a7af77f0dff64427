package dev.azulejo.cli.usage;

import dev.azulejo.nn.message.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commands that a user is to copy: their words are quoted where a shell would read them otherwise. */
public final class Shell {
    private Shell() {}

    /**
     * A command of this program.
     *
     * @param words what follows its name; a folder that an option takes and that looks like an option gets ./ before it
     */
    public static String azulejo(Object... words) {
        List<String> all = new ArrayList<>(List.of("azulejo"));
        for (Object word : words) {
            boolean risky = word instanceof Path path && path.toString().startsWith("-");
            all.add(risky ? "./" + word : word.toString());
        }
        return all.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }

    /** A word as POSIX shells read it; with control characters in it as {@code $'...'}, which bash, zsh and ksh read. */
    public static String quote(String word) {
        if (!word.isEmpty() && !word.startsWith("=") && word.codePoints().allMatch(Shell::isBare)) {
            return word;
        }
        if (word.codePoints().allMatch(Printable::isPlain)) {
            return "'" + word.replace("'", "'\\''") + "'";
        }
        return word.codePoints().mapToObj(Shell::escaped).collect(Collectors.joining("", "$'", "'"));
    }

    private static boolean isBare(int c) {
        return Character.isLetterOrDigit(c) || "_-./:=,+@%".indexOf(c) >= 0;
    }

    private static String escaped(int c) {
        if (c == '\'' || c == '\\') {
            return "\\" + (char) c;
        }
        String character = Character.toString(c);
        if (Printable.isPlain(c)) {
            return character;
        }
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        StringBuilder octal = new StringBuilder();
        for (byte b : bytes) {
            octal.append('\\').append(Integer.toOctalString(01000 | (b & 0xFF)).substring(1));
        }
        return octal.toString();
    }
}
