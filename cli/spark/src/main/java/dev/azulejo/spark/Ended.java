package dev.azulejo.spark;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.TrainingLoop.End;
import dev.azulejo.nn.train.TrainingLoop.Outcome;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;

/**
 * How a worker ended.
 *
 * @param rank which worker
 * @param step the last step
 * @param end why it ended
 * @param metrics figures of that step; of the first worker alone
 * @param itemsPerSecond of all workers together
 * @param natsPerCode of a prior, null for none
 * @param error what is wrong, in a line; null if nothing is
 */
record Ended(
        int rank,
        long step,
        End end,
        LinkedHashMap<String, Double> metrics,
        double itemsPerSecond,
        Double natsPerCode,
        String error)
        implements Serializable {
    static Ended of(int rank, Outcome outcome, OptionalDouble natsPerCode) {
        return new Ended(
                rank,
                outcome.step(),
                outcome.end(),
                new LinkedHashMap<>(outcome.metrics()),
                outcome.itemsPerSecond(),
                natsPerCode.isPresent() ? natsPerCode.getAsDouble() : null,
                null);
    }

    static Ended failed(int rank, String line) {
        return new Ended(rank, 0, End.STOPPED, new LinkedHashMap<>(), 0, null, line);
    }

    Outcome outcome() {
        if (error != null) {
            throw new UserException(error);
        }
        return new Outcome(step, end, metrics, itemsPerSecond);
    }
}
