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
import java.util.OptionalInt;

/** The model of a run that commands use: what is wrong with its checkpoints is said once, before anything is loaded. */
public final class TrainedModel {
    private TrainedModel() {}

    /** Refuses a run that has no checkpoint yet, before anything else is loaded, and warns of damaged ones. */
    public static void require(Session session, ModelRun run) {
        require(session, run.directory());
    }

    /** Refuses what is trained in a folder of the run and has no checkpoint yet, and warns of damaged ones. */
    public static void require(Session session, RunDirectory run) {
        Checkpoints.Choice choice = Checkpoints.of(run).find();
        choice.warnings().forEach(session::warn);
        if (choice.checkpoint().isEmpty()) {
            Checkpoints.of(run).require();
        }
    }

    /** Refuses a run that has no checkpoint yet; training a prior warns of damaged ones by itself. */
    public static void requireThere(ModelRun run) {
        if (run.checkpoints().find().checkpoint().isEmpty()) {
            run.checkpoints().require();
        }
    }

    /** The checkpoint to use. */
    public static Checkpoint checkpoint(ModelRun run) {
        return run.checkpoints().find().checkpoint().orElseThrow();
    }

    /** The model as its newest checkpoint has it. */
    public static VqVae2 load(Engine engine, ModelRun run) {
        return run.load(engine, checkpoint(run));
    }

    /** Images as this model takes them: as it learned from them if they fit, else resized and cropped. */
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
