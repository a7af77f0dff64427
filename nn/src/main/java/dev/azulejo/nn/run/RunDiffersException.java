package dev.azulejo.nn.run;

import dev.azulejo.nn.message.UserException;

/** A run that is asked to go on as another one than it began as. */
public final class RunDiffersException extends UserException {
    private static final long serialVersionUID = 1L;

    RunDiffersException(String message) {
        super(message);
    }
}
