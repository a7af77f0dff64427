package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.List;

/** The classifier of a run, as it judges what the priors of the run draw. */
public final class RunClassifier {
    private RunClassifier() {}

    /**
     * The classifier of a run.
     *
     * @param run of a model
     * @return its run
     * @throws MissingClassifierException if there is none
     */
    public static ClassifierRun require(ModelRun run) {
        if (!ClassifierRun.exists(run)) {
            throw new MissingClassifierException(run.path() + ": has no classifier yet; train it");
        }
        return ClassifierRun.open(run);
    }

    /**
     * What accepts images of a run.
     *
     * @param engine where the run's model lives
     * @param run of a model
     * @param classes those that its priors know
     * @param share of the images that is accepted
     * @return what accepts them
     * @throws MissingClassifierException if the run has no classifier
     * @throws UserException if the priors know no classes or others than the classifier, or the share makes no sense
     */
    public static Acceptance acceptance(Engine engine, ModelRun run, RunClasses classes, double share) {
        ClassifierRun classifier = require(run);
        return new Acceptance(classifier.load(engine), numbers(classifier, classes), share);
    }

    /**
     * {@return the classifier's number of each class that the priors know}
     *
     * @param classifier of a run
     * @param classes those that the priors of the run know
     * @throws NoSuchClassException if they know none
     * @throws UserException if they know others than the classifier
     */
    public static int[] numbers(ClassifierRun classifier, RunClasses classes) {
        if (classes.names().isEmpty()) {
            throw new NoSuchClassException(
                    "accept: the priors were trained without classes, so there is none that an image"
                            + " could be accepted for; train them on images with classes");
        }
        List<String> known = classifier.classes();
        return classes.names().stream()
                .mapToInt(name -> {
                    int number = known.indexOf(name);
                    if (number < 0) {
                        throw new UserException(classifier.directory().path() + ": the classifier does not know " + name
                                + ", which the priors draw; train it on the images of the priors");
                    }
                    return number;
                })
                .toArray();
    }
}
