package uk.ac.manchester.tornado.api.exceptions;

/** Memory of a device that does not suffice. */
public class TornadoOutOfMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param message what failed
     */
    public TornadoOutOfMemoryException(String message) {
        super(message);
    }
}
