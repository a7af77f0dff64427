package dev.azulejo.priors.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.nn.run.ModelStamp;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoint;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.sampling.Generation;
import dev.azulejo.priors.sampling.SamplingOptions;
import dev.azulejo.vqvae2.train.ModelRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The priors of all levels of a run, and what they draw. */
public final class RunPriors {
    private RunPriors() {}

    /**
     * Refuses a run that lacks the prior of a level.
     *
     * @param run of a model
     * @throws MissingPriorException naming the highest level that has none
     */
    public static void requireAll(ModelRun run) {
        for (String level : run.model().levelNames().reversed()) {
            if (!LevelRun.exists(run, level)) {
                throw new MissingPriorException(
                        run.path() + ": has no prior of the " + level + " level yet; train it", level);
            }
        }
    }

    /**
     * Refuses priors that learned codes of another state of the model: what they would draw means nothing to it. Those that
     * do not remember the state, for none was kept when they began, are taken.
     *
     * @param run of a trained model
     * @throws StalePriorsException naming both states
     */
    public static void requireFresh(ModelRun run) {
        requireFresh(run, run.checkpoints().requireQuietly());
    }

    /**
     * Refuses priors that learned codes of another state of the model than a checkpoint's.
     *
     * @param run of a trained model
     * @param checkpoint the model's
     * @throws StalePriorsException naming both states
     */
    public static void requireFresh(ModelRun run, Checkpoint checkpoint) {
        ModelStamp now = checkpoint.stamp();
        List<String> stale = new ArrayList<>();
        ModelStamp learned = now;
        for (RunDirectory prior : LevelRun.begun(run)) {
            Optional<ModelStamp> then = PriorRun.model(prior).filter(state -> !state.equals(now));
            if (then.isPresent()) {
                stale.add(prior.path().getFileName().toString());
                learned = then.get();
            }
        }
        if (!stale.isEmpty()) {
            throw new StalePriorsException(
                    run.path() + ": the prior of " + String.join(" and ", stale) + " learned codes of the model at "
                            + learned.unlike(now) + ", which is at " + now.unlike(learned)
                            + " now and means other things by them",
                    stale);
        }
    }

    /**
     * The priors of a run, as their newest checkpoints have them.
     *
     * @param engine where they will live
     * @param run of a model
     * @return a prior per level, the bottom first
     * @throws MissingPriorException if a level has none
     * @throws StalePriorsException if the model has gone on since they learned its codes
     * @throws dev.azulejo.nn.message.UserException if one has no checkpoint yet, or none that is whole
     */
    public static List<CodePrior> load(Engine engine, ModelRun run) {
        requireAll(run);
        requireFresh(run);
        return loaded(engine, run);
    }

    /**
     * The priors of a run, as their newest checkpoints have them, for a certain checkpoint of the model.
     *
     * @param engine where they will live
     * @param run of a model
     * @param checkpoint the model's
     * @return a prior per level, the bottom first
     * @throws MissingPriorException if a level has none
     * @throws StalePriorsException if they learned codes of another state of the model
     * @throws dev.azulejo.nn.message.UserException if one has no checkpoint yet, or none that is whole
     */
    public static List<CodePrior> load(Engine engine, ModelRun run, Checkpoint checkpoint) {
        requireAll(run);
        requireFresh(run, checkpoint);
        return loaded(engine, run);
    }

    private static List<CodePrior> loaded(Engine engine, ModelRun run) {
        List<CodePrior> priors = new ArrayList<>();
        for (String level : run.model().levelNames()) {
            priors.add(PriorRun.load(engine, RunDirectory.open(LevelRun.folder(run, level))));
        }
        return List.copyOf(priors);
    }

    /**
     * What draws images of a run.
     *
     * @param engine where it draws
     * @param run of a model, with priors
     * @param options how codes are drawn
     * @return the generator
     * @throws MissingPriorException if a level has no prior
     * @throws StalePriorsException if the model has gone on since they learned its codes
     * @throws dev.azulejo.nn.message.UserException if something of the run has no checkpoint yet, or none that is whole
     */
    public static Generation generation(Engine engine, ModelRun run, SamplingOptions options) {
        Checkpoint checkpoint = run.checkpoints().require();
        requireAll(run);
        requireFresh(run, checkpoint);
        return new Generation(run.load(engine, checkpoint), loaded(engine, run), options);
    }
}
