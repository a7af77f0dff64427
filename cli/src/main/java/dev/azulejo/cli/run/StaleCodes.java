package dev.azulejo.cli.run;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.train.RunPriors;
import dev.azulejo.priors.train.StalePriorsException;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import dev.azulejo.vqvae2.train.StaleCodesException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Codes and priors of a model that has gone on learning since: they remember its state, and a difference is said or refused. */
public final class StaleCodes {
    private StaleCodes() {}

    /** Warns of such codes. */
    public static void warnOfCodes(Session session, TrainedModel model, CodeStore store, Path file) {
        try {
            RunCodes.requireFresh(model.still(), store, file);
        } catch (StaleCodesException e) {
            session.warn(said(model.run(), e));
        }
    }

    /** Begins, saying how to encode again if such codes are refused. */
    static <T> T refused(ModelRun run, Supplier<T> begun) {
        try {
            return begun.get();
        } catch (StaleCodesException e) {
            throw new UserException(said(run, e), e);
        }
    }

    private static String said(ModelRun run, StaleCodesException e) {
        return e.getMessage() + ": " + encode(run);
    }

    /** Refuses priors of such codes, saying how to train them again. */
    static void refusePriors(Session session, TrainedModel model) {
        try {
            RunPriors.requireFresh(model.run(), model.checkpoint());
        } catch (StalePriorsException e) {
            throw new UserException(e.getMessage() + remedy(session, model.run()), e);
        }
    }

    /** {@return the levels of such priors, which are warned of; figures of them would say nothing} */
    static List<String> leftOut(Session session, TrainedModel model) {
        try {
            RunPriors.requireFresh(model.run(), model.checkpoint());
            return List.of();
        } catch (StalePriorsException e) {
            session.warn(e.getMessage() + ", so it is left out" + remedy(session, model.run()));
            return e.levels();
        }
    }

    private static String remedy(Session session, ModelRun run) {
        return "; to bring it up to date, encode again"
                + (session.temporaries().holds(run.path())
                        ? " in the run that the bundle was made of, train its priors again, and export that"
                        : " (" + encode(run) + "), delete " + run.path().resolve("priors") + " and train it again");
    }

    private static String encode(ModelRun run) {
        return Shell.azulejo("encode", "--run", run.path());
    }
}
