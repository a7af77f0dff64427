package dev.azulejo.cli;

import dev.azulejo.nn.UserException;
import dev.azulejo.nn.run.Checkpoint;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.TrainingLoop.Outcome;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * How training that ends early is gone on with. {@code run.json} holds all of its settings, so the command is short.
 *
 * @param command what to type
 */
record GoingOn(String command) {
    /** Refuses to go on to a step that the run is past already. */
    static void requireAhead(RunDirectory run, Integer steps) {
        long done = run.checkpoints().latest().map(Checkpoint::step).orElse(0L);
        if (steps != null && steps < done) {
            throw new UsageException("--steps " + steps + ": " + run.path() + " is at step " + done
                    + " already; name a later one, or leave --steps out");
        }
    }

    /** What training was told to stop with. */
    InterruptedRun stopped(Outcome outcome) {
        return new InterruptedRun("stopped after step " + outcome.step() + ", which is saved; to go on: " + command);
    }

    /** Trains; a file that cannot be written, on a full disk say, is no reason to begin from the start. */
    <T> T after(Supplier<T> training) {
        try {
            return training.get();
        } catch (UserException e) {
            if (e.getCause() instanceof IOException && e.getMessage().startsWith("cannot write")) {
                throw new UserException(e.getMessage() + "; to go on from what is saved: " + command, e);
            }
            throw e;
        }
    }
}
