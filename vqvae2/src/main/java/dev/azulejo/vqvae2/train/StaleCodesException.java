package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.message.UserException;

/** Codes of a model that has gone on learning since they were made. */
public final class StaleCodesException extends UserException {
    private static final long serialVersionUID = 1L;

    StaleCodesException(String message) {
        super(message);
    }
}
