package dev.azulejo.cli.run;

import dev.azulejo.cli.advice.Epochs;
import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TrainingDisplay;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.TrainingConfig;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Training a model in the folder of a run, with its words and its display.
 *
 * @param run the run
 * @param split the images
 */
public record Stage1(ModelRun run, Split split) {
    /** Makes the folder of a run. */
    public static Stage1 begin(Path run, Source source, Split split, Configuration asked, boolean resized, long seed) {
        Sources.requireSquare(source.data(), split.train());
        Configuration configuration = UsageException.refusing(
                () -> asked.forImages(split.train().channels(), split.train().height()));
        return new Stage1(ModelRun.begin(run, configuration, split, source.origin(resized), seed), split);
    }

    /** A run that is there already, if nothing of it differs from what is asked for; else a new one. */
    public static Stage1 beginOrGoOn(
            Path run, Source source, Split split, Configuration asked, boolean resized, long seed) {
        if (!ModelRun.exists(run)) {
            return begin(run, source, split, asked, resized, seed);
        }
        ModelRun found = ModelRun.open(run);
        found.requireSame(
                asked.forImages(split.train().channels(), split.train().height()), source.origin(resized), seed);
        return new Stage1(found, split);
    }

    /**
     * Trains to the last step, or until it is told to stop.
     *
     * @param also watches it beside the terminal
     */
    public Outcome train(Session session, Engine engine, TrainingIntervals intervals, Progress also) {
        Outcome outcome;
        try (TrainingDisplay display = new TrainingDisplay(session, "train", "images")) {
            Progress words = new ProgressPair(sizes(session), display);
            outcome = run.train(engine, split, intervals.options(session.interrupt()), new ProgressPair(words, also));
        }
        CodebookCollapse.warn(session, run, split.heldOut().count());
        return outcome;
    }

    /** As {@link #train}, on a cluster; without a display of sizes, which the workers alone know. */
    public Outcome trainOn(Session session, Cluster cluster, Source source, TrainingIntervals intervals) {
        Outcome outcome;
        try (TrainingDisplay display = new TrainingDisplay(session, "train", "images")) {
            outcome = cluster.train(run, source, intervals.onCluster(), display);
        }
        CodebookCollapse.warn(session, run, split.heldOut().count());
        return outcome;
    }

    private Progress sizes(Session session) {
        return new Progress() {
            @Override
            public void begun(Parameters parameters) {
                session.log(String.format(
                        Locale.ROOT,
                        "%s, %,d parameters; images of %dx%d, %,d to learn from, %,d held out",
                        Counted.of(run.model().levels(), "level"),
                        parameters.count(),
                        split.train().width(),
                        split.train().height(),
                        split.train().count(),
                        split.heldOut().count()));
                Epochs passes = passes();
                session.log(passes.said());
                passes.ofModel().ifPresent(session::log);
                session.interrupt().beginTraining();
            }
        };
    }

    private Epochs passes() {
        TrainingConfig training = run.configuration().training();
        return new Epochs(training.steps(), training.batch(), split.train().count());
    }
}
