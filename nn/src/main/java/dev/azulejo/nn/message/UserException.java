package dev.azulejo.nn.message;

/**
 * A failure that its user can mend: bad input, a missing file, a full disk.
 *
 * <p>The message is one line that names what was found, what was expected and what to do, as {@link Printable#line} makes
 * it, since the names in it come from files; a command prints it alone. Kinds that a caller
 * treats in ways of their own are classes of their own.
 */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its line.
     *
     * @param message one line; control characters of names in it become escapes
     */
    public UserException(String message) {
        super(Printable.line(message));
    }

    /**
     * An exception with its line and what lies beneath.
     *
     * @param message one line; control characters of names in it become escapes
     * @param cause for a stack trace, may be null
     */
    public UserException(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }
}
