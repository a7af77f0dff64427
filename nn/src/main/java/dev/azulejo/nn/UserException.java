package dev.azulejo.nn;

/**
 * A failure that its user can mend: bad input, a missing file, a full disk.
 *
 * <p>The message is one line that names what was found, what was expected and what to do; a command prints it alone.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its line.
     *
     * @param message one line, no newline in it (any is replaced by a space)
     */
    public UserException(String message) {
        super(oneLine(message));
    }

    /**
     * An exception with its line and what lies beneath.
     *
     * @param message one line, no newline in it (any is replaced by a space)
     * @param cause for a stack trace, may be null
     */
    public UserException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
