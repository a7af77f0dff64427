package dev.azulejo.nn.train;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The options of a training loop: when it reports, saves and ends.
 *
 * @param steps the last step
 * @param logEvery steps between two lines of metrics, at least 1
 * @param checkpointEvery steps between two checkpoints; 0 for none by steps
 * @param checkpointAfter time between two checkpoints; null for none by time
 * @param evaluateEvery steps between two evaluations; 0 for none
 * @param keep how many of the newest checkpoints stay, at least 1
 * @param limit time after which the loop ends with a checkpoint; null for none
 * @param stop asked after each step; the loop ends with a checkpoint once it says true
 */
public record LoopOptions(
        long steps,
        int logEvery,
        int checkpointEvery,
        Duration checkpointAfter,
        int evaluateEvery,
        int keep,
        Duration limit,
        BooleanSupplier stop) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public LoopOptions {
        if (steps < 1 || logEvery < 1 || checkpointEvery < 0 || evaluateEvery < 0 || keep < 1) {
            throw new IllegalArgumentException("training loop: steps " + steps + ", logEvery " + logEvery
                    + ", checkpointEvery " + checkpointEvery + ", evaluateEvery " + evaluateEvery + ", keep " + keep
                    + "; expected steps, logEvery and keep of at least 1, and no negative number");
        }
    }

    /**
     * A line of metrics every 50 steps, a checkpoint every five minutes and at the end, the two newest kept; no evaluation,
     * no limit, no stop.
     *
     * @param steps the last step
     * @return the options
     */
    public static LoopOptions of(long steps) {
        return new LoopOptions(steps, 50, 0, Duration.ofMinutes(5), 0, 2, null, () -> false);
    }

    /**
     * These options with another spacing of metrics.
     *
     * @param every steps between two lines
     * @return the options
     */
    public LoopOptions withLogEvery(int every) {
        return new LoopOptions(steps, every, checkpointEvery, checkpointAfter, evaluateEvery, keep, limit, stop);
    }

    /**
     * These options with checkpoints by steps, or by time, or both.
     *
     * @param every steps between two; 0 for none by steps
     * @param after time between two; null for none by time
     * @return the options
     */
    public LoopOptions withCheckpoints(int every, Duration after) {
        return new LoopOptions(steps, logEvery, every, after, evaluateEvery, keep, limit, stop);
    }

    /**
     * These options with evaluation on held-out data.
     *
     * @param every steps between two; 0 for none
     * @return the options
     */
    public LoopOptions withEvaluateEvery(int every) {
        return new LoopOptions(steps, logEvery, checkpointEvery, checkpointAfter, every, keep, limit, stop);
    }

    /**
     * These options with another number of checkpoints that stay.
     *
     * @param count at least 1
     * @return the options
     */
    public LoopOptions withKeep(int count) {
        return new LoopOptions(steps, logEvery, checkpointEvery, checkpointAfter, evaluateEvery, count, limit, stop);
    }

    /**
     * These options with a time limit.
     *
     * @param time after which the loop ends; null for none
     * @return the options
     */
    public LoopOptions withLimit(Duration time) {
        return new LoopOptions(steps, logEvery, checkpointEvery, checkpointAfter, evaluateEvery, keep, time, stop);
    }

    /**
     * These options with a request to stop, for instance on Ctrl-C.
     *
     * @param request asked after each step
     * @return the options
     */
    public LoopOptions withStop(BooleanSupplier request) {
        return new LoopOptions(steps, logEvery, checkpointEvery, checkpointAfter, evaluateEvery, keep, limit, request);
    }
}
