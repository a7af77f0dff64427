package dev.azulejo.nn.train;

import dev.azulejo.nn.message.UserException;

/** Training whose figures are no longer numbers, or absurdly larger than at its start. */
public final class DivergedException extends UserException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
