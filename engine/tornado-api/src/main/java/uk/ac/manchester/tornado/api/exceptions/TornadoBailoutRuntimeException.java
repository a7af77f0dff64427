package uk.ac.manchester.tornado.api.exceptions;

/** A kernel that TornadoVM does not compile. */
public class TornadoBailoutRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param message what failed
     */
    public TornadoBailoutRuntimeException(String message) {
        super(message);
    }
}
