package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.priors.sampling.Acceptance;
import dev.azulejo.vqvae2.classify.Classifier;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.List;

/**
 * The classifier of a run, as it judges what the priors of the run draw.
 *
 * @param run where it was trained
 * @param network the trained classifier
 */
public record RunClassifier(ClassifierRun run, Classifier network) {
    /**
     * The trained classifier of a run.
     *
     * @param engine where it will live
     * @param run of a model
     * @return the classifier
     * @throws MissingClassifierException if the run has none
     */
    public static RunClassifier load(Engine engine, ModelRun run) {
        ClassifierRun classifier = require(run);
        return new RunClassifier(classifier, classifier.load(engine));
    }

    /**
     * The run of the classifier of a run.
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
     * What accepts images of the run.
     *
     * @param classes those that its priors know
     * @param share of the images that is accepted
     * @return what accepts them
     * @throws UserException if the priors know no classes or others than the classifier, or the share makes no sense
     */
    public Acceptance acceptance(RunClasses classes, double share) {
        return new Acceptance(network, numbers(run, classes), share);
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
