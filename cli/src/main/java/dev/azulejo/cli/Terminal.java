package dev.azulejo.cli;

import dev.azulejo.nn.Printable;
import dev.azulejo.nn.UserException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Scanner;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}.
 *
 * @param out results
 * @param err progress, logs, warnings, errors
 * @param columns characters a line of the terminal that {@code err} is; 0 if it is none
 */
record Terminal(OutputStream out, PrintStream err, int columns) {
    private static final int USUAL_COLUMNS = 80;

    static Terminal system() {
        return new Terminal(
                new FileOutputStream(FileDescriptor.out), System.err, Stderr.isTerminal() ? systemColumns() : 0);
    }

    boolean isInteractive() {
        return columns > 0;
    }

    /** Writes results, lines that each are as they should be. That nobody reads them any more ({@code azulejo info | head -1}) is no failure. */
    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.toLowerCase(Locale.ROOT).contains("broken pipe")) {
                throw new UserException("cannot write the result to stdout: " + reason, e);
            }
        }
    }

    /** One line to {@code err}, whatever names it holds. */
    void line(String text) {
        err.print(Printable.line(text) + "\n");
        err.flush();
    }

    /** As {@code stty} says; it costs some milliseconds, once, and needs no native code. */
    private static int systemColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (InputStream said = stty.getInputStream();
                    Scanner words = new Scanner(said, StandardCharsets.UTF_8)) {
                words.nextInt();
                int columns = words.nextInt();
                return columns > 20 ? columns : USUAL_COLUMNS;
            }
        } catch (IOException | RuntimeException e) {
            return USUAL_COLUMNS;
        }
    }
}
