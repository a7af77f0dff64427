package dev.azulejo.cli.measure;

import dev.azulejo.cli.run.Sampling;
import dev.azulejo.cli.run.TrainedModel;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.priors.train.MissingClassifierException;
import dev.azulejo.priors.train.RunClassifier;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.ModelRun;

/**
 * The classifier of a run with the checkpoint that a command uses, which is looked for once.
 *
 * @param run of the classifier
 * @param checkpoint the newest one that is as it was written
 */
public record TrainedClassifier(ClassifierRun run, Checkpoint checkpoint) {
    /** The classifier of a run, which must be trained; damaged checkpoints are warned of. */
    static TrainedClassifier of(Session session, ModelRun run) {
        ClassifierRun classifier;
        try {
            classifier = RunClassifier.require(run);
        } catch (MissingClassifierException e) {
            throw new UserException(
                    e.getMessage()
                            + Sampling.remedy(session, run, Shell.azulejo("train-classifier", "--run", run.path())),
                    e);
        }
        return new TrainedClassifier(classifier, TrainedModel.newest(session, classifier.directory()));
    }

    /** The classifier as the checkpoint has it. */
    public RunClassifier load(Engine engine) {
        Checkpoint still = Checkpoints.of(run.directory()).still(checkpoint);
        return new RunClassifier(run, run.load(engine, still));
    }
}
