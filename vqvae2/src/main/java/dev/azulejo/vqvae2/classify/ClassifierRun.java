package dev.azulejo.vqvae2.classify;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The run that trains the classifier of a model's images, in a folder within that of the model. It is begun or opened,
 * trained, opened again and trained on, and used.
 *
 * @param model the run of the model
 * @param directory the folder
 * @param configuration the network and its training
 * @param origin where the images come from
 * @param classes names of the classes, by their numbers
 */
public record ClassifierRun(
        ModelRun model,
        RunDirectory directory,
        ClassifierConfiguration configuration,
        ImageOrigin origin,
        List<String> classes) {
    private static final String KIND = "classifier";
    private static final String CLASS_NAMES = "class_names";
    private static final Set<String> FREE = Set.of("steps");

    /**
     * Where training ended.
     *
     * @param outcome of the loop
     * @param accuracy share of the held-out images that it puts into their class; none if it was told to stop
     */
    public record Result(Outcome outcome, OptionalDouble accuracy) {}

    /**
     * {@return where the classifier of a run is trained}
     *
     * @param model the run of the model
     */
    public static Path folder(ModelRun model) {
        return model.path().resolve("classifier");
    }

    /**
     * Whether the classifier of a run has been begun.
     *
     * @param model the run of the model
     * @return whether it has
     */
    public static boolean exists(ModelRun model) {
        return RunDirectory.exists(folder(model));
    }

    /**
     * Begins the classifier of a run; nothing is trained yet.
     *
     * @param model the run of the model
     * @param configuration the network and its training
     * @param images of the model's size; those without a class are passed over
     * @param origin where they come from
     * @param seed of first weights, the order of images and dropout
     * @return the run
     * @throws UserException if the images have fewer than two classes, there is a classifier already, or it cannot be written
     */
    public static ClassifierRun begin(
            ModelRun model, ClassifierConfiguration configuration, Split images, ImageOrigin origin, long seed) {
        ImageData train = withClass(images.train());
        if (IntStream.range(0, train.count()).map(train::label).distinct().count() < 2) {
            throw new UserException(train.name() + ": all images to learn from are of one class, "
                    + train.classes().get(train.label(0)) + "; a classifier needs images of two classes at least");
        }
        withClass(images.heldOut());
        RunInfo info = info(configuration, train.classes(), origin, seed, train.fingerprint());
        RunDirectory directory = RunDirectory.create(folder(model), info);
        return new ClassifierRun(model, directory, configuration, origin, train.classes());
    }

    /**
     * Opens the classifier of a run.
     *
     * @param model the run of the model
     * @return the run
     * @throws UserException if there is none, or it cannot be read
     */
    public static ClassifierRun open(ModelRun model) {
        RunDirectory directory = RunDirectory.open(folder(model));
        directory.requireKind(KIND);
        JsonObject json = new JsonObject(
                directory.path().resolve("run.json") + ": configuration",
                directory.info().configuration());
        List<String> classes = new ArrayList<>();
        json.list(CLASS_NAMES).forEach(name -> classes.add(String.valueOf(name)));
        return new ClassifierRun(
                model,
                directory,
                ClassifierConfiguration.fromJson(json),
                ImageOrigin.of(directory),
                List.copyOf(classes));
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
    public ClassifierRun resumed(ClassifierConfiguration now, long seed) {
        directory.requireSame(info(now, classes, origin, seed, directory.info().dataFingerprint()), FREE);
        Checkpoints.requireAhead(directory, now.training().steps());
        return new ClassifierRun(model, directory, now, origin, classes);
    }

    private static RunInfo info(
            ClassifierConfiguration configuration,
            List<String> classes,
            ImageOrigin origin,
            long seed,
            String fingerprint) {
        Map<String, Object> settings = new LinkedHashMap<>(configuration.toJson());
        settings.put(CLASS_NAMES, classes);
        origin.putInto(settings);
        return RunInfo.of(KIND, settings, seed, origin.data(), fingerprint);
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step or until it is told to stop.
     *
     * @param engine where it is trained
     * @param images those that it began with
     * @param options changes when it reports, saves and stops
     * @param progress is told what happens
     * @return where it ended
     * @throws dev.azulejo.nn.run.RunDiffersException if these are other images
     * @throws dev.azulejo.nn.run.RunInUseException if it is being trained already
     * @throws dev.azulejo.nn.train.DivergedException if training has blown up
     * @throws UserException if a file cannot be read or written
     */
    public Result train(Engine engine, Split images, UnaryOperator<LoopOptions> options, Progress progress) {
        ImageData train = withClass(images.train());
        ImageData heldOut = withClass(images.heldOut());
        directory.requireData(origin.data(), train.fingerprint());
        long seed = directory.info().seed();
        RunDirectory run = directory.reconfigured(
                info(configuration, classes, origin, seed, directory.info().dataFingerprint())
                        .configuration());
        Classifier classifier = first(engine, seed);
        progress.begun(classifier.parameters());
        ClassifierTraining training = configuration.training();
        ClassifierTrainer trainer = new ClassifierTrainer(engine, classifier, training, train, heldOut, seed);
        LoopOptions usual = LoopOptions.of(training.steps());
        Outcome outcome = new TrainingLoop(run, trainer, options.apply(usual), progress).run();
        return new Result(
                outcome,
                outcome.end() == TrainingLoop.End.STOPPED
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(trainer.evaluate(outcome.step()).get(ClassifierTrainer.ACCURACY)));
    }

    /**
     * A classifier as this run has it, but trained anew on other images in memory alone, to be judged by what it learned.
     *
     * @param engine where it is trained
     * @param images of the model's size, each with one of this run's classes
     * @param progress is told what happens
     * @return the classifier
     */
    public Classifier trainedOn(Engine engine, ImageData images, Progress progress) {
        long seed = directory.info().seed();
        Classifier classifier = first(engine, seed);
        ClassifierTraining training = configuration.training();
        ClassifierTrainer trainer = new ClassifierTrainer(engine, classifier, training, images, null, seed);
        progress.started(0, training.steps());
        for (int step = 1; step <= training.steps(); step++) {
            try (var _ = engine.scope()) {
                trainer.step(step);
            }
            progress.stepped(step, training.steps());
        }
        return classifier;
    }

    /**
     * {@return the classifier as the newest checkpoint has it that is as it was written} A warning is logged if a newer one is
     * not.
     *
     * @param engine where it will live
     * @throws UserException if there is no checkpoint yet, or none that is whole
     */
    public Classifier load(Engine engine) {
        return load(engine, Checkpoints.of(directory).require());
    }

    /**
     * {@return the classifier as a certain checkpoint has it}
     *
     * @param engine where it will live
     * @param checkpoint one of the run's
     * @throws UserException if the checkpoint does not fit or is damaged
     */
    public Classifier load(Engine engine, Checkpoint checkpoint) {
        Classifier classifier = first(engine, 0);
        checkpoint.loadForUse(classifier.parameters());
        return classifier;
    }

    private Classifier first(Engine engine, long seed) {
        return new Classifier(
                configuration.model(),
                model.model().channels(),
                model.model().imageSize(),
                classes.size(),
                new Initializer(engine, seed));
    }

    /**
     * {@return the images that have a class}
     *
     * @param images with classes or without
     * @throws UserException if none has one
     */
    public static ImageData withClass(ImageData images) {
        int[] rows = IntStream.range(0, images.count())
                .filter(i -> images.label(i) >= 0)
                .toArray();
        if (rows.length == 0) {
            throw new UserException(images.name() + ": its images have no classes; a classifier needs some, such as a"
                    + " folder of images in a sub-folder per class");
        }
        return rows.length == images.count() ? images : images.select(rows);
    }
}
