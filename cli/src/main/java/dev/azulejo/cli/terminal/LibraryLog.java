package dev.azulejo.cli.terminal;

import dev.azulejo.nn.message.Printable;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The destination of what the libraries log: warnings to stderr, a line each, as the command's own; the rest nowhere.
 * Without it the JDK prints two lines with times and class names.
 */
public final class LibraryLog extends System.LoggerFinder {
    /** For the service loader. */
    public LibraryLog() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Lines(name);
    }

    private record Lines(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level != Level.OFF
                    && (!name.startsWith("dev.azulejo")
                            ? level.getSeverity() >= Level.ERROR.getSeverity()
                            : level.getSeverity() >= Level.WARNING.getSeverity());
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                line(message + (thrown == null ? "" : " (" + thrown + ")"));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            if (isLoggable(level)) {
                line(
                        values == null || values.length == 0
                                ? format
                                : new MessageFormat(format, Locale.ROOT).format(values));
            }
        }

        private static void line(String text) {
            System.err.println(Printable.line("azulejo: " + text));
        }
    }
}
