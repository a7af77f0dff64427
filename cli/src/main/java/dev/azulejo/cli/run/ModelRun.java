package dev.azulejo.cli.run;

import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.vqvae2.ModelConfig;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.Vqvae2Run;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The run of a model.
 *
 * @param directory its folder
 * @param configuration of the model and its training
 */
public record ModelRun(RunDirectory directory, Configuration configuration) {
    /** The key in {@code run.json} that says whether the images were resized; else they were padded. */
    static final String RESIZED = "resized";

    static final String CODES = "codes.safetensors";

    public static ModelRun open(Path path) {
        RunDirectory directory = Vqvae2Run.open(path);
        return new ModelRun(directory, Vqvae2Run.configuration(directory));
    }

    public ModelConfig model() {
        return configuration.model();
    }

    public Path path() {
        return directory.path();
    }

    /** {@return where the codes go unless they are wanted elsewhere} */
    public Path codes() {
        return path().resolve(CODES);
    }

    /** Refuses a run that has no checkpoint yet, before anything else is loaded, and warns of damaged ones. */
    public void requireCheckpoint(Session session) {
        requireCheckpoint(session, directory);
    }

    public static void requireCheckpoint(Session session, RunDirectory run) {
        Checkpoints.Choice choice = Checkpoints.of(run).find();
        choice.warnings().forEach(session::warn);
        if (choice.checkpoint().isEmpty()) {
            Checkpoints.of(run).require();
        }
    }

    /** The checkpoint to use. */
    public Optional<Checkpoint> checkpoint() {
        return Checkpoints.of(directory).find().checkpoint();
    }

    /** The model as its newest checkpoint has it. */
    public VqVae2 load(Engine engine) {
        return Vqvae2Run.load(engine, directory, checkpoint().orElseThrow());
    }

    /** Images as this model takes them: as it learned from them if they fit, else resized and cropped. */
    public Split data(Session session, Source source) {
        int size = model().imageSize();
        OptionalInt channels = OptionalInt.of(model().channels());
        return resized()
                ? Sources.open(session, source, OptionalInt.of(size), channels, 1)
                : Sources.fitting(session, source, size, channels, model().multiple());
    }

    boolean resized() {
        return Boolean.TRUE.equals(directory.info().configuration().get(RESIZED));
    }
}
