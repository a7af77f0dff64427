package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.EarlyStopping;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.PeerSteps;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Stage 2: the run that trains the prior of a level, in a folder within that of the model. It is begun or opened, trained,
 * opened again and trained on.
 *
 * @param model the run of the model
 * @param directory the folder
 * @param prior the network and its training
 * @param store the codes that it learns
 * @param codes the file of the codes
 * @param peers who train it together, of whom the first one alone writes
 */
public record LevelRun(
        ModelRun model, RunDirectory directory, PriorRun prior, CodeStore store, Path codes, Peers peers) {
    /** What may differ from what it began with: codes that are the same may be those of a model that went on. */
    private static final Set<String> FREE = Set.of("steps", PriorRun.MODEL);

    /**
     * Where training ended.
     *
     * @param outcome of the loop
     * @param natsPerCode on held-out codes (the fewest, if training was to stop early), or those learned from if none are held
     *     out; none if it was told to stop or is not the first peer
     */
    public record Result(Outcome outcome, OptionalDouble natsPerCode) {}

    /**
     * {@return where the prior of a level is trained}
     *
     * @param model the run of the model
     * @param level name of the level
     */
    public static Path folder(ModelRun model, String level) {
        return model.directory().prior(level);
    }

    /**
     * {@return the directories of the priors that have been begun, the top first}
     *
     * @param model the run of the model
     */
    public static List<RunDirectory> begun(ModelRun model) {
        return model.model().levelNames().reversed().stream()
                .filter(level -> exists(model, level))
                .map(level -> RunDirectory.open(folder(model, level)))
                .toList();
    }

    /**
     * Whether the prior of a level has been begun.
     *
     * @param model the run of the model
     * @param level name of the level
     * @return whether it has
     */
    public static boolean exists(ModelRun model, String level) {
        return RunDirectory.exists(folder(model, level));
    }

    /**
     * Begins with the usual settings, the run's codes, and their classes if every image has one.
     *
     * @param model the run of the model, whose images have been encoded
     * @param level name of the level
     * @return the run
     * @throws UserException as {@link #begin(ModelRun, String, CodeStore, Path, PriorConfiguration, long)} does
     */
    public static LevelRun begin(ModelRun model, String level) {
        Path file = RunCodes.file(model);
        CodeStore store = RunCodes.load(model, file);
        PriorConfiguration usual =
                PriorConfiguration.forGrid(grid(model, level, store)).with("classes", classes(store));
        return begin(model, level, store, file, usual, model.directory().info().seed());
    }

    /**
     * Begins the run of a prior; nothing is trained yet.
     *
     * @param model the run of the model
     * @param level name of the level
     * @param store codes of the model
     * @param codes the file that they are from
     * @param configuration the network and its training
     * @param seed of first weights, the order of images and dropout
     * @return the run
     * @throws dev.azulejo.vqvae2.train.StaleCodesException if the model has gone on since
     * @throws UserException if there is no such level, a prior of it is there already, or it cannot be written
     */
    public static LevelRun begin(
            ModelRun model, String level, CodeStore store, Path codes, PriorConfiguration configuration, long seed) {
        RunCodes.requireFresh(model, store, codes);
        PriorRun prior = PriorRun.of(store, number(model, level), model.model(), configuration);
        RunDirectory directory = RunDirectory.create(folder(model, level), prior.info(seed, store, remembered(codes)));
        return new LevelRun(model, directory, prior, store, codes, Peers.alone());
    }

    /**
     * Opens the run of a prior with the run's codes.
     *
     * @param model the run of the model
     * @param level name of the level
     * @return the run
     * @throws UserException if there is none, or it cannot be read
     */
    public static LevelRun open(ModelRun model, String level) {
        Path file = RunCodes.file(model);
        return open(model, level, RunCodes.load(model, file), file);
    }

    /**
     * Opens the run of a prior.
     *
     * @param model the run of the model
     * @param level name of the level
     * @param store codes of the model
     * @param codes the file that they are from
     * @return the run
     * @throws UserException if there is none, or it cannot be read
     */
    public static LevelRun open(ModelRun model, String level, CodeStore store, Path codes) {
        RunDirectory directory = RunDirectory.open(folder(model, level));
        PriorRun prior = PriorRun.of(directory);
        if (!prior.level().equals(level)) {
            throw new UserException(directory.path().resolve("run.json") + ": is of the " + prior.level()
                    + " level, expected " + level + "; bring back the file as it was");
        }
        RunDirectory completed = directory.completed(prior.configuration().toJson());
        return new LevelRun(model, completed, prior, store, codes, Peers.alone());
    }

    /**
     * This run as one of several peers trains it, of which the first one alone writes.
     *
     * @param others the peers, each of whom has the folder of the model's run, or a copy of it, and all codes
     * @return the run
     */
    public LevelRun with(Peers others) {
        return new LevelRun(model, directory, prior, store, codes, others);
    }

    /**
     * This run as it is asked to go on: it may be given more steps, and all else must be as it began.
     *
     * @param now the network and its training
     * @param seed the run's
     * @return the run, which {@code run.json} keeps from the next training on
     * @throws dev.azulejo.nn.run.RunDiffersException naming what differs
     * @throws dev.azulejo.nn.train.StepPassedException if it is past the last step already
     */
    public LevelRun resumed(PriorConfiguration now, long seed) {
        requireSame(now, seed, FREE);
        Checkpoints.requireAhead(directory, now.training().steps());
        return new LevelRun(model, directory, prior.with(now), store, codes, peers);
    }

    /**
     * Refuses a run that differs in anything.
     *
     * @param now the network and its training
     * @param seed of first weights and all else that is drawn
     * @throws dev.azulejo.nn.run.RunDiffersException naming what differs
     */
    public void requireSame(PriorConfiguration now, long seed) {
        requireSame(now, seed, Set.of());
    }

    private void requireSame(PriorConfiguration now, long seed, Set<String> free) {
        directory.requireSame(prior.with(now).info(seed, store, remembered(codes)), free);
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step.
     *
     * @param engine where it is trained
     * @return where it ended
     * @throws UserException as {@link #train(Engine, UnaryOperator, Progress)} does
     */
    public Result train(Engine engine) {
        return train(engine, options -> options, Progress.NONE);
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step or until it is told to stop.
     *
     * @param engine where it is trained
     * @param options changes when it reports, saves and stops
     * @param progress is told what happens
     * @return where it ended
     * @throws dev.azulejo.nn.run.RunDiffersException if the codes are other ones than it began with
     * @throws dev.azulejo.nn.run.RunInUseException if it is being trained already
     * @throws dev.azulejo.nn.train.DivergedException if training has blown up
     * @throws UserException if a file cannot be read or written
     */
    public Result train(Engine engine, UnaryOperator<LoopOptions> options, Progress progress) {
        long seed = directory.info().seed();
        RunInfo now = prior.info(seed, store, remembered(codes));
        directory.requireSame(now, FREE);
        Checkpoints.Choice choice = model.checkpoints().find();
        choice.warnings().forEach(progress::warned);
        VqVae2 stageOne = model.load(engine, choice.checkpoint().orElseGet(model.checkpoints()::require));
        CodePrior network = prior.create(engine, seed);
        progress.begun(network.parameters());
        PriorTraining training = prior.configuration().training();
        PriorTrainer trainer =
                new PriorTrainer(network, training, stageOne, store, number(model, prior.level()), seed, peers);
        if (peers.rank() > 0) {
            return new Result(PeerSteps.follow(trainer), OptionalDouble.empty());
        }
        RunDirectory run = directory.reconfigured(now.configuration());
        LoopOptions usual = LoopOptions.of(training.steps());
        Outcome outcome = new TrainingLoop(run, trainer, options.apply(usual), progress).run();
        if (outcome.end() == TrainingLoop.End.STOPPED) {
            return new Result(outcome, OptionalDouble.empty());
        }
        OptionalDouble lowest =
                trainer.earlyStopping().map(EarlyStopping::lowest).orElse(OptionalDouble.empty());
        if (lowest.isPresent()) {
            return new Result(outcome, lowest);
        }
        Map<String, Double> figures = trainer.evaluate(outcome.step());
        Double heldOut = figures.get(PriorTrainer.HELD_OUT);
        return new Result(outcome, OptionalDouble.of(heldOut == null ? figures.get(PriorTrainer.TRAIN) : heldOut));
    }

    /**
     * {@return what a prior of a level has to model}
     *
     * @param model the run of the model
     * @param level name of the level
     * @param store codes of the model
     * @throws UserException if there is no such level
     */
    public static CodeGrid grid(ModelRun model, String level, CodeStore store) {
        return PriorRun.grid(store, number(model, level), model.model());
    }

    /**
     * {@return how many classes the images of codes are in, if every one is in one; else 0}
     *
     * @param store the codes
     */
    public static int classes(CodeStore store) {
        boolean labelled = Arrays.stream(store.labels()).allMatch(label -> label >= 0);
        return labelled ? store.classes().size() : 0;
    }

    private static int number(ModelRun model, String level) {
        int number = model.model().levelNames().indexOf(level);
        if (number < 0) {
            throw Settings.unknown("level", level, model.model().levelNames());
        }
        return number;
    }

    private static String remembered(Path codes) {
        return codes.toAbsolutePath().normalize().toString();
    }
}
