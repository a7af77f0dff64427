package dev.azulejo.nn.io;

import dev.azulejo.nn.message.UserException;

/** A file or folder that cannot be written, say on a full disk: what was saved before is as it was. */
public final class CannotWriteException extends UserException {
    private static final long serialVersionUID = 1L;

    CannotWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
