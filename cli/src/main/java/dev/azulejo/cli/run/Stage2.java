package dev.azulejo.cli.run;

import dev.azulejo.cli.terminal.Session;
import dev.azulejo.cli.terminal.TrainingDisplay;
import dev.azulejo.cli.usage.Shell;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.train.PriorRun;
import dev.azulejo.priors.train.PriorTrainer;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.CodeStore.LevelCodes;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Training the prior of a level.
 *
 * @param model the run of the model
 * @param directory the folder of the prior's run
 * @param prior what is trained, and how
 * @param store the codes
 * @param level the level, 0 for the bottom
 */
public record Stage2(ModelRun model, RunDirectory directory, PriorRun prior, CodeStore store, int level) {
    /**
     * The end of training.
     *
     * @param outcome of the loop
     * @param natsPerCode on held-out codes, or those learned from if none are held out; none if it was told to stop
     */
    public record Result(Outcome outcome, OptionalDouble natsPerCode) {}

    /** The codes of a run, which must be those of its model. */
    public static CodeStore codes(ModelRun run, Path file) {
        if (!Files.exists(file)) {
            throw new UserException(
                    file + ": there are no codes yet; make them with: " + Shell.azulejo("encode", "--run", run.path()));
        }
        CodeStore store = CodeStore.load(file);
        ModelConfig model = run.model();
        boolean fits = store.levels().stream().map(LevelCodes::name).toList().equals(model.levelNames());
        for (int level = 0; fits && level < model.levels(); level++) {
            LevelCodes codes = store.levels().get(level);
            fits = codes.codes() == model.quantizer().codes(level)
                    && codes.height() == model.grid(level)
                    && codes.width() == model.grid(level)
                    && codes.depth() == model.quantizer().depth();
        }
        if (!fits) {
            throw new UserException(file + ": holds the codes of another model than that of " + run.path()
                    + "; encode the images again");
        }
        return store;
    }

    /** {@return how many classes the images of these codes are in, if every one is in one; else 0} */
    public static int classes(CodeStore store) {
        boolean labelled = Arrays.stream(store.labels()).allMatch(label -> label >= 0);
        return labelled ? store.classes().size() : 0;
    }

    /** The content of {@code run.json}. */
    public static RunInfo info(PriorRun prior, CodeStore store, Path codes, long seed) {
        return prior.info(seed, store, codes.toAbsolutePath().normalize().toString());
    }

    /**
     * Trains to the last step, or until it is told to stop.
     *
     * @param also watches it beside the terminal
     */
    public Result train(Session session, Engine engine, Pace pace, Progress also) {
        long seed = directory.info().seed();
        VqVae2 stageOne = TrainedModel.load(engine, model);
        CodePrior network = prior.create(engine, seed);
        session.log(String.format(
                Locale.ROOT,
                "prior of the %s level: %,d parameters, %dx%d codes, %s; %s to learn from, %,d held out",
                prior.level(),
                network.parameters().count(),
                prior.grid().height(),
                prior.grid().width(),
                prior.configuration().model().classes() == 0
                        ? "no classes"
                        : Counted.of(prior.configuration().model().classes(), "class"),
                Counted.of(store.train(), "image"),
                store.count() - store.train()));
        PriorTrainer trainer =
                new PriorTrainer(network, prior.configuration().training(), stageOne, store, level, seed);
        try (TrainingDisplay display = new TrainingDisplay(session, prior.level() + " prior", "images")) {
            LoopOptions options = pace.options(session.interrupt())
                    .apply(LoopOptions.of(prior.configuration().training().steps()));
            session.interrupt().beginTraining();
            Outcome outcome = new TrainingLoop(directory, trainer, options, new ProgressPair(display, also)).run();
            if (outcome.end() == TrainingLoop.End.STOPPED) {
                return new Result(outcome, OptionalDouble.empty());
            }
            Map<String, Double> figures = trainer.evaluate(outcome.step());
            Double heldOut = figures.get(PriorTrainer.HELD_OUT);
            return new Result(outcome, OptionalDouble.of(heldOut == null ? figures.get(PriorTrainer.TRAIN) : heldOut));
        }
    }
}
