package dev.azulejo.spark;

import dev.azulejo.cli.cluster.Cluster.Intervals;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.io.Json;
import dev.azulejo.nn.io.JsonObject;
import dev.azulejo.nn.io.Places;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.spark.parts.Job;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What the workers train.
 *
 * @param job the run
 * @param prior the prior of a level; null for the model
 * @param evaluateEvery steps between evaluations
 * @param checkpointAfter milliseconds between checkpoints
 */
record Training(Job job, Prior prior, int evaluateEvery, long checkpointAfter) implements Serializable {
    /** The prior of a level: its settings as JSON, and its own seed. */
    record Prior(String level, String codes, String configuration, long seed) implements Serializable {}

    static Training of(Job job, Prior prior, Intervals intervals) {
        return new Training(
                job,
                prior,
                intervals.evaluateEvery(),
                intervals.checkpointAfter().toMillis());
    }

    /** Trains as one of several; blocks to the end. */
    Ended run(Engine engine, Peers peers) {
        if (prior == null) {
            return Ended.of(
                    peers.rank(),
                    job.run().with(peers).train(engine, job.images(), this::options, Progress.NONE),
                    OptionalDouble.empty());
        }
        ModelRun model = ModelRun.open(Places.of(job.folder()));
        Path codes = Places.of(prior.codes());
        var now = PriorConfiguration.fromJson(
                JsonObject.of(Json.read(prior.configuration(), "configuration"), "configuration"));
        LevelRun.Result result = LevelRun.open(model, prior.level(), RunCodes.load(model, codes), codes)
                .resumed(now, prior.seed())
                .with(peers)
                .train(engine, this::options, Progress.NONE);
        Outcome outcome = result.outcome();
        return Ended.of(peers.rank(), outcome, result.natsPerCode());
    }

    private LoopOptions options(LoopOptions usual) {
        return usual.withCheckpoints(0, Duration.ofMillis(checkpointAfter)).withEvaluateEvery(evaluateEvery);
    }
}
