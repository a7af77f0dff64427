package dev.azulejo.nn.run;

import dev.azulejo.nn.message.UserException;

/** A run that another process or thread trains just now. */
public final class RunInUseException extends UserException {
    private static final long serialVersionUID = 1L;

    RunInUseException(String message) {
        super(message);
    }
}
