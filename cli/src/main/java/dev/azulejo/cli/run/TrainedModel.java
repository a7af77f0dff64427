package dev.azulejo.cli.run;

import dev.azulejo.cli.data.Source;
import dev.azulejo.cli.data.Sources;
import dev.azulejo.cli.terminal.Session;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.vqvae2.VqVae2;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run with the checkpoint that a command uses: it is looked for once, for that takes reading all of its bytes, and what is
 * wrong with newer ones is said once.
 *
 * @param run of the model
 * @param checkpoint the newest one that is as it was written
 */
public record TrainedModel(ModelRun run, Checkpoint checkpoint) {
    /** Refuses a run that has no checkpoint yet, before anything else is loaded, and warns of damaged ones. */
    public static TrainedModel of(Session session, ModelRun run) {
        return new TrainedModel(run, newest(session, run.directory()));
    }

    /** Refuses what is trained in a folder of the run and has no checkpoint yet, and warns of damaged ones. */
    public static Checkpoint newest(Session session, RunDirectory run) {
        return found(session, run).orElseGet(Checkpoints.of(run)::require);
    }

    /** {@return the newest checkpoint of a folder, if there is one} Damaged ones are warned of. */
    static Optional<Checkpoint> found(Session session, RunDirectory run) {
        Checkpoints.Choice choice = Checkpoints.of(run).find();
        choice.warnings().forEach(session::warn);
        return choice.checkpoint();
    }

    /** Refuses a run that has no checkpoint yet; training a prior warns of damaged ones by itself. */
    public static TrainedModel requireThere(ModelRun run) {
        return new TrainedModel(run, run.checkpoints().requireQuietly());
    }

    /** The model as the checkpoint has it. */
    public VqVae2 load(Engine engine) {
        return run.load(engine, still());
    }

    /** The checkpoint, or the newest if training has put newer ones in its place meanwhile. */
    public Checkpoint still() {
        return run.checkpoints().still(checkpoint);
    }

    /** Images as the model takes them. */
    public Split data(Session session, Source source) {
        return data(session, run, source);
    }

    /** Images as the model of a run takes them: as it learned from them if they fit, else resized and cropped. */
    public static Split data(Session session, ModelRun run, Source source) {
        int size = run.model().imageSize();
        OptionalInt channels = OptionalInt.of(run.model().channels());
        if (run.origin().resized()) {
            return Sources.open(session, source, OptionalInt.of(size), channels, 1);
        }
        // Its own images were padded to this size, if by more than it needs, as compare does.
        boolean own = source.origin(false).data().equals(run.origin().data());
        return Sources.fitting(
                session, source, size, channels, own ? size : run.model().multiple());
    }
}
