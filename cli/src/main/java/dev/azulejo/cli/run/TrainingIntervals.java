package dev.azulejo.cli.run;

import dev.azulejo.cli.cluster.Cluster;
import dev.azulejo.cli.terminal.Interrupt;
import dev.azulejo.nn.train.LoopOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The work of training beside its steps. Neither changes a bit of what is learned.
 *
 * @param evaluateEvery steps between evaluations on held-out data; 0 for none
 * @param checkpointAfter time between checkpoints: the most that a crash can cost
 */
public record TrainingIntervals(int evaluateEvery, Duration checkpointAfter) {
    /** The pace of training by hand. */
    public static TrainingIntervals evaluating(int every) {
        return new TrainingIntervals(every, Duration.ofMinutes(2));
    }

    /** Short training, stopped by Ctrl-C alone. */
    public static final TrainingIntervals QUICK = new TrainingIntervals(0, Duration.ofSeconds(20));

    /** The same for workers. */
    Cluster.Intervals onCluster() {
        return new Cluster.Intervals(evaluateEvery, checkpointAfter);
    }

    public UnaryOperator<LoopOptions> options(Interrupt interrupt) {
        return usual -> usual.withCheckpoints(0, checkpointAfter)
                .withEvaluateEvery(evaluateEvery)
                .withStop(interrupt::requested);
    }
}
