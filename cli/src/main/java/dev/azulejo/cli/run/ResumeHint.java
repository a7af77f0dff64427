package dev.azulejo.cli.run;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.InterruptedRun;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.io.CannotWriteException;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.optim.Schedule;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.DivergedException;
import dev.azulejo.nn.train.StepPassedException;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The hint printed when training ends early: the command that resumes it, or begins again. {@code run.json} holds all
 * of its settings, so the command is short.
 *
 * @param command what to type to go on
 * @param anew what to type to begin again with a lower learning rate
 */
public record ResumeHint(String command, Supplier<String> anew) {
    /** Before this many steps a loss may well be higher than in the first. */
    private static final int ENOUGH_STEPS = 100;

    /** Resumes, naming the option by which a last step was given that the run is past already. */
    public static <T> T ahead(Supplier<T> resumed) {
        try {
            return resumed.get();
        } catch (StepPassedException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    /** Says what another last step does to the rate: a cosine follows the new length from here on. */
    public static void sayRate(Session session, RunDirectory run, Schedule before, Schedule now) {
        long next = Checkpoints.of(run).step() + 1;
        if (before.rate(next) != now.rate(next)) {
            session.log(String.format(
                    Locale.ROOT,
                    "the learning rate follows a cosine to the new last step: %.3g at step %d, where it was %.3g",
                    now.rate(next),
                    next,
                    before.rate(next)));
        }
    }

    /** Says so if the loss has ended above where it began. */
    public void warnOfNothingLearned(Session session, RunDirectory run, Outcome outcome) {
        double last = outcome.metrics().get("loss");
        run.metrics().read().stream()
                .filter(line -> line.step() == 1 && outcome.step() >= ENOUGH_STEPS)
                .map(line -> line.values().get("loss"))
                .filter(first -> first != null && last > first)
                .forEach(first -> session.warn(String.format(
                        Locale.ROOT,
                        "%s: the loss ended at %.4g, above the %.4g that it began with: nothing was learned; try a"
                                + " lower learning rate: %s",
                        run.path(),
                        last,
                        first,
                        anew.get())));
    }

    /** The exception for training that was told to stop. */
    public InterruptedRun stopped(Outcome outcome) {
        return new InterruptedRun("stopped after step " + outcome.step() + ", which is saved; to go on: " + command);
    }

    /**
     * Trains; a file that cannot be written, on a full disk say, is no reason to begin from the start.
     *
     * @param run what is trained
     * @param resumed whether it was there before
     * @param training trains it
     */
    public <T> T after(RunDirectory run, boolean resumed, Supplier<T> training) {
        try {
            return resumed ? training.get() : FailedStart.takenBack(run, training);
        } catch (CannotWriteException e) {
            throw new UserException(e.getMessage() + "; to go on from what is saved: " + command, e);
        } catch (DivergedException e) {
            throw new UserException(e.getMessage() + ": " + anew.get(), e);
        }
    }
}
