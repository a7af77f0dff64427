package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.PeerSteps;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Stage 1: a run that trains a model, in a folder of its own. It is begun or opened, trained, opened again and trained on,
 * and used: its model is loaded, its codes are made for the priors.
 */
public final class ModelRun {
    /** The kind of run: what is trained. */
    public static final String KIND = "vqvae2";

    /** What may differ from what the run began with: it may be given more steps, and be judged by other images. */
    private static final Set<String> FREE = Set.of("steps", ImageOrigin.HELD_OUT);

    /** The most images that training is judged by on its way: more would take time from training. */
    public static final int JUDGES = 1000;

    private final RunDirectory directory;
    private final Configuration configuration;
    private final ImageOrigin origin;
    private final Peers peers;
    /** Images whose fingerprint is known to be the run's, for it takes reading all of them. */
    private final ImageData known;

    private ModelRun(
            RunDirectory directory, Configuration configuration, ImageOrigin origin, ImageData known, Peers peers) {
        this.peers = peers;
        this.directory = directory;
        this.configuration = configuration;
        this.origin = origin;
        this.known = known;
    }

    /**
     * Begins a run; nothing is trained yet.
     *
     * @param folder of the run, not there yet or empty
     * @param configuration the model and its training; size and channels follow from the images
     * @param images to learn from and to be judged by
     * @param seed of first weights, the order of images and all else that is drawn
     * @return the run
     * @throws UserException if the images do not suit, something is there already, or it cannot be written
     */
    public static ModelRun begin(Path folder, Configuration configuration, Split images, long seed) {
        return begin(folder, configuration, images, ImageOrigin.of(images), seed);
    }

    /**
     * Begins a run with images that are to be found again by its {@link #origin}.
     *
     * @param folder of the run, not there yet or empty
     * @param configuration the model and its training; size and channels follow from the images
     * @param images to learn from and to be judged by
     * @param origin where the images come from
     * @param seed of first weights, the order of images and all else that is drawn
     * @return the run
     * @throws UserException if the images do not suit, something is there already, or it cannot be written
     */
    public static ModelRun begin(
            Path folder, Configuration configuration, Split images, ImageOrigin origin, long seed) {
        ImageData train = images.train();
        Configuration fitting = configuration.forImages(train.channels(), train.height());
        RunInfo info = RunInfo.of(KIND, origin.settings(Map.of(), fitting), seed, origin.data(), train.fingerprint());
        return new ModelRun(RunDirectory.create(folder, info), fitting, origin, train, Peers.alone());
    }

    /**
     * {@return whether a folder holds a run}
     *
     * @param folder any folder
     */
    public static boolean exists(Path folder) {
        return RunDirectory.exists(folder);
    }

    /**
     * Opens a run. Settings that did not exist yet when it began have the values that it was trained with.
     *
     * @param folder of the run
     * @return the run
     * @throws UserException if there is none, or one of something else, or its settings make no sense
     */
    public static ModelRun open(Path folder) {
        RunDirectory run = RunDirectory.open(folder);
        run.requireKind(KIND);
        Configuration configuration = Configuration.fromJson(new JsonObject(
                run.path().resolve("run.json") + ": configuration", run.info().configuration()));
        ImageOrigin origin = ImageOrigin.of(run);
        RunDirectory now = run.completed(origin.settings(Map.of(), configuration));
        return new ModelRun(now, configuration, origin, null, Peers.alone());
    }

    /**
     * This run as one of several peers trains it, of which the first one alone writes.
     *
     * @param others the peers, each of whom has the run's folder, or a copy of it, and all its images
     * @return the run
     */
    public ModelRun with(Peers others) {
        return new ModelRun(directory, configuration, origin, known, others);
    }

    /**
     * This run with another last step; {@code run.json} keeps it from the next training on.
     *
     * @param steps the last step
     * @return the run
     * @throws dev.azulejo.nn.train.StepPassedException if it is past that step already
     */
    public ModelRun withSteps(int steps) {
        return resumed(
                configuration.with("steps", steps), origin, directory.info().seed());
    }

    /**
     * This run as it is asked to go on: it may be given more steps and other images to be judged by, and all else must be as
     * it began. {@code run.json} keeps what changed from the next training on.
     *
     * @param now the model and its training
     * @param from where the images come from
     * @param seed the run's
     * @return the run
     * @throws dev.azulejo.nn.run.RunDiffersException naming what differs
     * @throws dev.azulejo.nn.train.StepPassedException if it is past the last step already
     */
    public ModelRun resumed(Configuration now, ImageOrigin from, long seed) {
        requireSame(now, from, seed, FREE);
        Checkpoints.requireAhead(directory, now.training().steps());
        return new ModelRun(directory, now, from, known, peers);
    }

    /**
     * Refuses a run that differs in anything.
     *
     * @param now the model and its training
     * @param from where the images come from
     * @param seed of first weights and all else that is drawn
     * @throws dev.azulejo.nn.run.RunDiffersException naming what differs
     */
    public void requireSame(Configuration now, ImageOrigin from, long seed) {
        requireSame(now, from, seed, Set.of());
    }

    private void requireSame(Configuration now, ImageOrigin from, long seed, Set<String> free) {
        RunInfo before = directory.info();
        Map<String, Object> settings = from.settings(before.configuration(), now);
        directory.requireSame(RunInfo.of(KIND, settings, seed, from.data(), before.dataFingerprint()), free);
    }

    /** {@return the folder} */
    public RunDirectory directory() {
        return directory;
    }

    /** {@return the path of the folder} */
    public Path path() {
        return directory.path();
    }

    /** {@return the model and its training} */
    public Configuration configuration() {
        return configuration;
    }

    /** {@return the sizes of the model} */
    public ModelConfig model() {
        return configuration.model();
    }

    /** {@return where the images come from} */
    public ImageOrigin origin() {
        return origin;
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step.
     *
     * @param engine where it is trained
     * @param images those that the run began with
     * @return where it ended
     */
    public Outcome train(Engine engine, Split images) {
        return train(engine, images, options -> options, Progress.NONE);
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step or until it is told to stop.
     *
     * @param engine where it is trained
     * @param images those that the run began with; up to a thousand of the held-out ones judge on the way
     * @param options changes when it reports, saves and stops
     * @param progress is told what happens
     * @return where it ended
     * @throws dev.azulejo.nn.run.RunDiffersException if these are other images
     * @throws dev.azulejo.nn.run.RunInUseException if the run is being trained already
     * @throws dev.azulejo.nn.train.DivergedException if training has blown up
     * @throws dev.azulejo.nn.peer.PeerLostException if one of the peers is gone
     * @throws UserException if a file cannot be read or written
     */
    public Outcome train(Engine engine, Split images, UnaryOperator<LoopOptions> options, Progress progress) {
        ImageData train = images.train();
        if (!Objects.equals(train, known)) {
            directory.requireData(origin.data(), train.fingerprint());
        }
        long seed = directory.info().seed();
        ImageData judges =
                images.heldOut().subset(0, Math.min(JUDGES, images.heldOut().count()));
        VqVae2 model = firstModel(engine);
        progress.begun(model.parameters());
        TrainingConfig how = configuration.training();
        try (Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, how, train, judges, seed, peers)) {
            if (peers.rank() > 0) {
                return PeerSteps.follow(trainer);
            }
            RunDirectory run =
                    directory.reconfigured(origin.settings(directory.info().configuration(), configuration));
            if (!run.info().hasData()) {
                run = run.withData(origin.data(), train.fingerprint());
            }
            return new TrainingLoop(run, trainer, options.apply(LoopOptions.of(how.steps())), progress).run();
        }
    }

    private VqVae2 firstModel(Engine engine) {
        return new VqVae2(model(), new Initializer(engine, directory.info().seed()));
    }

    /** {@return the checkpoints} */
    public Checkpoints checkpoints() {
        return Checkpoints.of(directory);
    }

    /**
     * {@return the model as the newest checkpoint has it that is as it was written} A warning is logged if a newer one is not.
     *
     * @param engine where it will live
     * @throws UserException if there is no checkpoint yet, or none that is whole
     */
    public VqVae2 load(Engine engine) {
        return load(engine, checkpoints().require());
    }

    /**
     * {@return the model as a checkpoint has it}
     *
     * @param engine where it will live
     * @param checkpoint one of the run's
     * @throws UserException if it is damaged, or of another model
     */
    public VqVae2 load(Engine engine, Checkpoint checkpoint) {
        VqVae2 model = firstModel(engine);
        checkpoint.loadForUse(model.parameters());
        return model;
    }

    /**
     * {@return how good the newest model is on images}
     *
     * @param engine where it is computed
     * @param images of the model's size, such as the held-out ones
     */
    public Evaluation evaluate(Engine engine, ImageData images) {
        return Evaluation.of(engine, load(engine), images);
    }

    /**
     * Turns images into codes for the priors to learn, and keeps them in {@link RunCodes#file}.
     *
     * @param engine where it is computed
     * @param images of the model's size
     * @return the codes
     */
    public CodeStore encode(Engine engine, Split images) {
        return RunCodes.encode(this, engine, images, RunCodes.file(this));
    }
}
