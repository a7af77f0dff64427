package dev.azulejo.vqvae2.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.vqvae2.VqVae2;
import java.nio.file.Path;

/** Stage 1 in a run directory: what {@code run.json} says of it, and the way back to a model. */
public final class Vqvae2Run {
    /** The kind of run: what is trained. */
    public static final String KIND = "vqvae2";

    private Vqvae2Run() {}

    /**
     * The definition of a run of stage 1.
     *
     * @param config the model and its training
     * @param seed of weights, batches and codes
     * @param train the images that it learns from; they are read once, for their fingerprint
     * @return what {@code run.json} will hold
     */
    public static RunInfo info(Configuration config, long seed, ImageData train) {
        return RunInfo.of(KIND, config.toJson(), seed, train.name(), train.fingerprint());
    }

    /**
     * Opens a run. Settings that did not exist yet when it began have the values that it was trained with.
     *
     * @param path its folder
     * @return the run
     * @throws UserException if there is none, or one of something else
     */
    public static RunDirectory open(Path path) {
        RunDirectory run = RunDirectory.open(path);
        return run.completed(configuration(run).toJson());
    }

    /**
     * The configuration of a run.
     *
     * @param run a run of stage 1
     * @return the model and its training
     * @throws UserException if it is a run of something else, or its settings make no sense
     */
    public static Configuration configuration(RunDirectory run) {
        run.requireKind(KIND);
        return Configuration.fromJson(new JsonObject(
                run.path().resolve("run.json") + ": configuration", run.info().configuration()));
    }

    /**
     * A model with its first weights.
     *
     * @param engine where it will live
     * @param config the model and its training
     * @param seed of the weights
     * @return the model
     */
    public static VqVae2 model(Engine engine, Configuration config, long seed) {
        return new VqVae2(config.model(), new Initializer(engine, seed));
    }

    /**
     * The model of a run, as its newest checkpoint has it that is as it was written; a warning is logged if a newer one is
     * not.
     *
     * @param engine where it will live
     * @param run a run of stage 1
     * @return the model
     * @throws UserException if it is a run of something else, has no checkpoint yet, or a damaged one
     */
    public static VqVae2 load(Engine engine, RunDirectory run) {
        return load(engine, run, Checkpoints.of(run).require());
    }

    /**
     * The model of a run, as a certain checkpoint has it.
     *
     * @param engine where it will live
     * @param run a run of stage 1
     * @param checkpoint one of its
     * @return the model
     * @throws UserException if it is a run of something else, or the checkpoint is damaged
     */
    public static VqVae2 load(Engine engine, RunDirectory run, Checkpoint checkpoint) {
        VqVae2 model = model(engine, configuration(run), run.info().seed());
        checkpoint.loadForUse(model.parameters());
        return model;
    }
}
