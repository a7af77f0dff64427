package dev.azulejo.cli.measure;

import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.priors.train.MissingClassifierException;
import dev.azulejo.priors.train.NoSuchClassException;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import picocli.CommandLine.Option;

/** The option of the commands that choose among new images by the run's classifier. */
public final class AcceptOption {
    @Option(
            names = "--accept",
            paramLabel = "S",
            converter = OptionTypes.Share.class,
            description = "Draw more, and accept this share of each class: the images that the run's classifier is"
                    + " surest of (0.05 to 1).")
    private Double share;

    public boolean isGiven() {
        return share != null;
    }

    /** Refuses, if it is given, a run that it cannot be done in, before anything else is loaded. */
    public void require(Session session, ModelRun run, RunClasses classes) {
        if (!isGiven()) {
            return;
        }
        try {
            Acceptance.requireShare(share);
        } catch (UserException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
        ClassifierRun classifier = classifier(session, run);
        try {
            RunClassifier.numbers(classifier, classes);
        } catch (NoSuchClassException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
    }

    /** What accepts images; null if the option is not given. */
    public Acceptance acceptance(Engine engine, ModelRun run, RunClasses classes) {
        return isGiven() ? RunClassifier.load(engine, run).acceptance(classes, share) : null;
    }

    /** The classifier of a run, which must be trained; damaged checkpoints are warned of. */
    static ClassifierRun classifier(Session session, ModelRun run) {
        ClassifierRun classifier;
        try {
            classifier = RunClassifier.require(run);
        } catch (MissingClassifierException e) {
            throw new UserException(
                    e.getMessage()
                            + Sampling.remedy(session, run, Shell.azulejo("train-classifier", "--run", run.path())),
                    e);
        }
        TrainedModel.newest(session, classifier.directory());
        return classifier;
    }
}
