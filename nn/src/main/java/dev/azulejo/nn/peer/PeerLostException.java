package dev.azulejo.nn.peer;

import dev.azulejo.nn.message.UserException;

/** Another worker that cannot be reached, does not know the secret, or ended. */
public final class PeerLostException extends UserException {
    private static final long serialVersionUID = 1L;

    /**
     * Which other is lost.
     *
     * @param message one line that names it, and what to do
     * @param cause what this worker met; null if the other ended in order
     */
    public PeerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
