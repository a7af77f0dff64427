package uk.ac.manchester.tornado.api.exceptions;

/** A plan that cannot be closed. */
public class TornadoExecutionPlanException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param message what failed
     */
    public TornadoExecutionPlanException(String message) {
        super(message);
    }
}
