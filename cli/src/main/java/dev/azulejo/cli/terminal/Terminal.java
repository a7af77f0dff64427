package dev.azulejo.cli.terminal;

import dev.azulejo.nn.message.Printable;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * The streams that a command writes to: results to {@code out}, all else to {@code err}.
 *
 * @param out results
 * @param err progress, logs, warnings, errors
 * @param columns characters a line of the terminal that {@code err} is, as of now: people resize theirs; 0 if it is none
 */
public record Terminal(OutputStream out, PrintStream err, IntSupplier columns) {
    /** The columns that the figures beside a bar need. */
    private static final int NARROWEST_BAR = 50;

    public static Terminal system() {
        String type = System.getenv().getOrDefault("TERM", "");
        boolean knowsCodes = !type.isEmpty() && !type.equals("dumb") && !type.equals("unknown");
        return new Terminal(LauncherStreams.results(), System.err, knowsCodes ? LauncherStreams::columns : () -> 0);
    }

    /** {@return whether a line of it can be drawn again and again, and is wide enough to be worth it} */
    boolean showsBars() {
        return columns.getAsInt() >= NARROWEST_BAR;
    }

    /** Writes results, lines that each are as they should be. That nobody reads them any more ({@code azulejo info | head -1}) is no failure. */
    public void print(String text) {
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

    /** One line to {@code err}, whatever names it holds, in the place of a bar that is drawn there. */
    public void line(String text) {
        err.print((showsBars() ? "\r\u001b[K" : "") + Printable.line(text) + "\n");
        err.flush();
    }
}
