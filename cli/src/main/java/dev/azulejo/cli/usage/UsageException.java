package dev.azulejo.cli.usage;

import dev.azulejo.nn.message.UserException;
import java.util.function.Supplier;

/** The command line makes no sense: exit status 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Runs what turns options into settings: whatever it refuses is the command line's fault. */
    public static <T> T refusing(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (UserException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
