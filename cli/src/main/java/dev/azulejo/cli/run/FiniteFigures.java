package dev.azulejo.cli.run;

import dev.azulejo.nn.message.UserException;
import java.nio.file.Path;

/** Figures as results give them: JSON has no way to write what is no number. */
public final class FiniteFigures {
    private FiniteFigures() {}

    /** Refuses what only a model gives that has diverged. */
    public static double finite(Path run, String name, double value) {
        if (!Double.isFinite(value)) {
            throw new UserException(run + ": " + name + " is " + value
                    + ", so the model has diverged; train another run with a lower learning rate");
        }
        return value;
    }

    /** A figure as JSON: the peak signal-to-noise ratio of a perfect image is infinite, which is null. */
    public static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
