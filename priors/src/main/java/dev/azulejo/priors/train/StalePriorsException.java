package dev.azulejo.priors.train;

import dev.azulejo.nn.message.UserException;
import java.util.List;

/** A run that cannot be sampled, for its model has gone on learning, so that codes mean other things than its priors learned. */
public final class StalePriorsException extends UserException {
    private static final long serialVersionUID = 1L;

    /** Their names. */
    @SuppressWarnings("serial") // A list of strings, of a kind that is serializable.
    private final List<String> levels;

    StalePriorsException(String message, List<String> levels) {
        super(message);
        this.levels = List.copyOf(levels);
    }

    /** {@return the names of the levels of those priors, the top first} */
    public List<String> levels() {
        return levels;
    }
}
