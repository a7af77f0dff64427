package dev.azulejo.priors.train;

import dev.azulejo.nn.message.UserException;

/** A run whose images cannot be judged, for it has no trained classifier yet. */
public final class MissingClassifierException extends UserException {
    private static final long serialVersionUID = 1L;

    MissingClassifierException(String message) {
        super(message);
    }
}
