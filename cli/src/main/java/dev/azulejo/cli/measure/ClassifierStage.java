package dev.azulejo.cli.measure;

import dev.azulejo.cli.run.ProgressPair;
import dev.azulejo.cli.run.TrainingIntervals;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TrainingDisplay;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import java.util.Locale;

/**
 * Training the classifier of a run, with its words and its display.
 *
 * @param run of the classifier
 * @param split the images
 */
public record ClassifierStage(ClassifierRun run, Split split) {
    /** Trains to the last step, or until it is told to stop. */
    public ClassifierRun.Result train(Session session, Engine engine, TrainingIntervals intervals) {
        try (TrainingDisplay display = new TrainingDisplay(session, "classifier", "images")) {
            return run.train(
                    engine, split, intervals.options(session.interrupt()), new ProgressPair(sizes(session), display));
        }
    }

    private Progress sizes(Session session) {
        return new Progress() {
            @Override
            public void begun(Parameters parameters) {
                session.log(String.format(
                        Locale.ROOT,
                        "classifier: %,d parameters, %s; %,d to learn from, %,d held out",
                        parameters.count(),
                        Counted.of(run.classes().size(), "class"),
                        ClassifierRun.withClass(split.train()).count(),
                        ClassifierRun.withClass(split.heldOut()).count()));
                session.interrupt().beginTraining();
            }
        };
    }
}
