package dev.azulejo.nn.peer;

import dev.azulejo.nn.message.UserException;

/** Another worker that has something to say to the user, and would say it again. */
public final class PeerFailedException extends UserException {
    private static final long serialVersionUID = 1L;

    /**
     * What the other said.
     *
     * @param message one line
     */
    public PeerFailedException(String message) {
        super(message);
    }
}
