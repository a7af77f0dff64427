package dev.azulejo.cli.measure;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.OptionTypes;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.priors.train.NoSuchClassException;
import dev.azulejo.priors.train.RunClasses;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.Optional;
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

    /** The share of each class that is accepted, if it is given. */
    public double share() {
        return share;
    }

    /**
     * Refuses, if it is given, a run that it cannot be done in, before anything else is loaded.
     *
     * @return what accepts images; none if the option is not given
     */
    public Optional<TrainedClassifier> require(Session session, ModelRun run, RunClasses classes) {
        if (!isGiven()) {
            return Optional.empty();
        }
        try {
            Acceptance.requireShare(share);
        } catch (UserException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
        TrainedClassifier classifier = TrainedClassifier.of(session, run);
        try {
            RunClassifier.numbers(classifier.run(), classes);
        } catch (NoSuchClassException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
        return Optional.of(classifier);
    }
}
