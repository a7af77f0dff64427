package dev.azulejo.cli.terminal;

import dev.azulejo.nn.train.Progress;
import java.util.Arrays;

/** Says after ten steps of the quickstart's first stage how long all of it will take on this machine. */
public final class TimeEstimate implements Progress {
    private static final int STEPS = 10;

    /**
     * All of a quickstart takes 1.6 times its first stage on two idle cores (2.1 under other work), and steps after the first
     * ones, once compiled, a third as long (half): between the two.
     */
    private static final double ALL_OF_IT = 1.7 / 2.5;

    /** Both priors compile their first steps as well: nothing on a CPU, half a minute each on a GPU. */
    private static final int OTHER_FIRST_STEPS = 2;

    private final Session session;
    private final long begun = System.nanoTime();
    private final long[] times = new long[STEPS];
    private int known;

    public TimeEstimate(Session session) {
        this.session = session;
    }

    @Override
    public void stepped(long step, long steps) {
        if (known == STEPS) {
            return;
        }
        times[known++] = System.nanoTime();
        if (known == STEPS && steps - step > STEPS) {
            long[] each = new long[STEPS - 1];
            Arrays.setAll(each, i -> times[i + 1] - times[i]);
            Arrays.sort(each);
            double left = ALL_OF_IT * each[each.length / 2] * (steps - step) + OTHER_FIRST_STEPS * (times[0] - begun);
            session.log("the quickstart will take about " + roughly(Math.round(left / 1e9)) + " more on this machine");
        }
    }

    /** A time in words, as coarse as it is sure. */
    static String roughly(long seconds) {
        if (seconds < 90) {
            return seconds < 15 ? "ten seconds" : seconds < 45 ? "half a minute" : "a minute";
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 90) {
            return (minutes < 10 ? minutes : (minutes + 2) / 5 * 5) + " minutes";
        }
        return Math.round(minutes / 60.0) + " hours";
    }
}
