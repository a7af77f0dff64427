package dev.azulejo.cli.run;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import dev.azulejo.vqvae2.train.StaleCodesException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Codes and priors of a model that has gone on learning since: they remember its state, and a difference is said. */
public final class StaleCodes {
    private StaleCodes() {}

    /** Warns of such codes. */
    public static void warnOfCodes(Session session, ModelRun run, CodeStore store, Path file) {
        try {
            RunCodes.requireFresh(run, store, file);
        } catch (StaleCodesException e) {
            session.warn(said(run, e));
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

    /** Warns of priors of the levels that have one. */
    static void warnOfPriors(Session session, ModelRun run) {
        ModelStamp now = now(run);
        List<String> stale = new ArrayList<>();
        ModelStamp learned = now;
        for (String level : run.model().levelNames().reversed()) {
            Path folder = run.directory().prior(level);
            if (RunDirectory.exists(folder)) {
                Optional<ModelStamp> then =
                        PriorRun.model(RunDirectory.open(folder)).filter(t -> !t.equals(now));
                if (then.isPresent()) {
                    stale.add(level);
                    learned = then.get();
                }
            }
        }
        if (!stale.isEmpty()) {
            session.warn(run.path() + ": the prior of " + String.join(" and ", stale)
                    + " learned codes of the model at " + learned.unlike(now) + ", which is at " + now.unlike(learned)
                    + " now and means other things by them; to bring it up to date, encode again ("
                    + encode(run) + "), delete " + run.path().resolve("priors") + " and train it again");
        }
    }

    private static ModelStamp now(ModelRun run) {
        return TrainedModel.checkpoint(run).stamp();
    }

    private static String encode(ModelRun run) {
        return Shell.azulejo("encode", "--run", run.path());
    }
}
