package dev.azulejo.nn.train;

import dev.azulejo.nn.message.UserException;

/** A last step that a run is past already. */
public final class StepPassedException extends UserException {
    private static final long serialVersionUID = 1L;

    StepPassedException(String message) {
        super(message);
    }
}
