package dev.azulejo.cli.run;

import dev.azulejo.cli.advice.Epochs;
import dev.azulejo.cli.advice.OverfittingWarning;
import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TrainingDisplay;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.priors.train.PriorTraining;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Training the prior of a level, with its words and its display.
 *
 * @param run the run of the prior
 */
public record Stage2(LevelRun run) {
    /** The codes of a run, which must be those of its model. */
    public static CodeStore codes(ModelRun run, Path file) {
        if (!Files.exists(file)) {
            throw new UserException(
                    file + ": there are no codes yet; make them with: " + Shell.azulejo("encode", "--run", run.path()));
        }
        return RunCodes.load(run, file);
    }

    /** Makes the folder of a prior. */
    public static Stage2 begin(
            ModelRun model, String level, CodeStore store, Path codes, PriorConfiguration asked, long seed) {
        return new Stage2(StaleCodes.refused(model, () -> LevelRun.begin(model, level, store, codes, asked, seed)));
    }

    /** A prior that is there already, if nothing of it differs from what is asked for; else a new one. */
    public static Stage2 beginOrGoOn(
            ModelRun model, String level, CodeStore store, Path codes, PriorConfiguration asked, long seed) {
        if (!LevelRun.exists(model, level)) {
            return begin(model, level, store, codes, asked, seed);
        }
        LevelRun found = LevelRun.open(model, level, store, codes);
        found.requireSame(asked, seed);
        return new Stage2(found);
    }

    /**
     * Trains to the last step, or until it is told to stop.
     *
     * @param also watches it beside the terminal
     */
    public LevelRun.Result train(Session session, Engine engine, TrainingIntervals intervals, Progress also) {
        try (TrainingDisplay display = new TrainingDisplay(session, run.prior().level() + " prior", "images")) {
            Progress words = new ProgressPair(sizes(session), new ProgressPair(display, byHeart(session)));
            return run.train(engine, intervals.options(session.interrupt()), new ProgressPair(words, also));
        }
    }

    /** As {@link #train}, on a cluster; without a display of sizes, which the workers alone know. */
    public LevelRun.Result trainOn(Session session, Cluster cluster, TrainingIntervals intervals) {
        try (TrainingDisplay display = new TrainingDisplay(session, run.prior().level() + " prior", "images")) {
            return cluster.train(run, intervals.onCluster(), display);
        }
    }

    private Progress byHeart(Session session) {
        return new OverfittingWarning(
                "the prior of the " + run.prior().level() + " level",
                run.directory().metrics(),
                session::warn);
    }

    private Progress sizes(Session session) {
        PriorRun prior = run.prior();
        int classes = prior.configuration().model().classes();
        CodeStore store = run.store();
        return new Progress() {
            @Override
            public void begun(Parameters parameters) {
                session.log(String.format(
                        Locale.ROOT,
                        "prior of the %s level: %,d parameters, %dx%d codes, %s; %s to learn from, %,d held out",
                        prior.level(),
                        parameters.count(),
                        prior.grid().height(),
                        prior.grid().width(),
                        classes == 0 ? "no classes" : Counted.of(classes, "class"),
                        Counted.of(store.train(), "image"),
                        store.count() - store.train()));
                PriorTraining training = prior.configuration().training();
                Epochs passes = new Epochs(training.steps(), training.batch(), store.train());
                session.log(passes.said());
                passes.ofPrior(training.stopAfter() > 0).ifPresent(session::log);
                session.interrupt().beginTraining();
            }
        };
    }
}
