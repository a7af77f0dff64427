package dev.azulejo.priors.train;

import dev.azulejo.nn.message.UserException;

/** A class that the priors of a run do not know. */
public final class NoSuchClassException extends UserException {
    private static final long serialVersionUID = 1L;

    NoSuchClassException(String message) {
        super(message);
    }
}
