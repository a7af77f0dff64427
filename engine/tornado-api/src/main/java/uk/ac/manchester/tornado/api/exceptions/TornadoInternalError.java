package uk.ac.manchester.tornado.api.exceptions;

/** A failure of TornadoVM itself. */
public class TornadoInternalError extends Error {
    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param cause what failed
     */
    public TornadoInternalError(Throwable cause) {
        super(cause);
    }
}
