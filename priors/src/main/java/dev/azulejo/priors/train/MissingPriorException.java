package dev.azulejo.priors.train;

import dev.azulejo.nn.message.UserException;

/** A run that cannot be sampled, for a level has no trained prior yet. */
public final class MissingPriorException extends UserException {
    private static final long serialVersionUID = 1L;

    /** Its name. */
    private final String level;

    MissingPriorException(String message, String level) {
        super(message);
        this.level = level;
    }

    /** {@return the name of the level} */
    public String level() {
        return level;
    }
}
