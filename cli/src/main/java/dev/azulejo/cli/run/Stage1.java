package dev.azulejo.cli.run;

import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TrainingDisplay;
import dev.azulejo.cli.usage.UsageException;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.Vqvae2Run;
import dev.azulejo.vqvae2.train.Vqvae2Trainer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Training a model in the folder of a run.
 *
 * @param directory the folder
 * @param configuration of the model and its training
 * @param split the images
 */
public record Stage1(RunDirectory directory, Configuration configuration, Split split) {
    /** Images that training is judged by on its way: more would take time from training. */
    private static final int JUDGES = 1000;

    /** Makes the folder of a run. */
    public static Stage1 begin(Path run, Source source, Split split, Configuration asked, boolean resized, long seed) {
        Sources.requireSquare(source.data(), split.train());
        Configuration configuration = UsageException.refusing(
                () -> asked.forImages(split.train().channels(), split.train().height()));
        RunInfo info = RunInfo.of(
                Vqvae2Run.KIND,
                settings(configuration, resized, source.remembered()),
                seed,
                source.remembered().data(),
                split.train().fingerprint());
        return new Stage1(RunDirectory.create(run, info), configuration, split);
    }

    /** The settings that {@code run.json} keeps. */
    public static Map<String, Object> settings(Configuration configuration, boolean resized, Source source) {
        Map<String, Object> values = configuration.toJson();
        source.putInto(values);
        values.put(ModelRun.RESIZED, resized);
        return values;
    }

    /**
     * Trains to the last step, or until it is told to stop.
     *
     * @param also watches it beside the terminal
     */
    public Outcome train(Session session, Engine engine, Pace pace, Progress also) {
        long seed = directory.info().seed();
        int judges = Math.min(JUDGES, split.heldOut().count());
        VqVae2 model = Vqvae2Run.model(engine, configuration, seed);
        session.log(String.format(
                Locale.ROOT,
                "%s, %,d parameters; images of %dx%d, %,d to learn from, %,d held out",
                Counted.of(configuration.model().levels(), "level"),
                model.parameters().count(),
                split.train().width(),
                split.train().height(),
                split.train().count(),
                split.heldOut().count()));
        Outcome outcome;
        try (Vqvae2Trainer trainer = new Vqvae2Trainer(
                        engine,
                        model,
                        configuration.training(),
                        split.train(),
                        split.heldOut().subset(0, judges),
                        seed);
                TrainingDisplay display = new TrainingDisplay(session, "train", "images")) {
            LoopOptions options = pace.options(configuration.training().steps(), session.interrupt());
            session.interrupt().beginTraining();
            outcome = new TrainingLoop(directory, trainer, options, new ProgressPair(display, also)).run();
        }
        Codebooks.warn(session, directory, model, judges);
        return outcome;
    }
}
