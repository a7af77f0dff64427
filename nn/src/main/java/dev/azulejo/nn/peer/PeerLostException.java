package dev.azulejo.nn.peer;

import dev.azulejo.nn.message.UserException;

/** Another worker that cannot be reached, does not know the secret, or ended. */
public final class PeerLostException extends UserException {
    private static final long serialVersionUID = 1L;

    PeerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
