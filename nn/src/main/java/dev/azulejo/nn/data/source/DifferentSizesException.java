package dev.azulejo.nn.data.source;

import dev.azulejo.nn.message.UserException;

/** Images differ in size, and none was said to bring them to. */
public final class DifferentSizesException extends UserException {
    private static final long serialVersionUID = 1L;

    DifferentSizesException(String message) {
        super(message);
    }
}
