package dev.azulejo.cli.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * An estimate of the time that the steps left will take. Nothing is said while that would be a guess: the first steps
 * compile, and take ten times what later ones do.
 */
public final class TimeLeft {
    private static final long MARK_EVERY = Duration.ofSeconds(2).toNanos();
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
    private static final int MARKS = 6;
    private static final int FEW = 10;
    private static final double ALIKE = 1.3;

    private record Mark(long time, long step) {
        double pace(Mark earlier) {
            return (double) (time - earlier.time) / (step - earlier.step);
        }
    }

    private final Deque<Mark> marks = new ArrayDeque<>();
    private Mark first;
    private long newest;
    private boolean steady;

    /**
     * A step is done.
     *
     * @param time in nanoseconds, of a clock that never goes back
     */
    void stepped(long step, long time) {
        newest = step;
        if (first == null) {
            first = new Mark(time, step);
            marks.add(first);
            return;
        }
        if (time - marks.getLast().time < MARK_EVERY || step <= marks.getLast().step) {
            return;
        }
        Mark last = marks.getLast();
        Mark now = new Mark(time, step);
        if (!steady && marks.size() > 2 && step - first.step >= FEW) {
            marks.removeLast();
            double ratio = now.pace(last) / last.pace(marks.getLast());
            marks.add(last);
            steady = (ratio < ALIKE && ratio > 1 / ALIKE) || time - first.time > PATIENCE;
        }
        marks.add(now);
        if (marks.size() > MARKS) {
            marks.removeFirst();
        }
    }

    /** {@return whether steps take about as long as those before} */
    boolean isSteady() {
        return steady;
    }

    /** Seconds until a step, at the pace of the last ten seconds or so; empty while that is not steady. */
    OptionalLong seconds(long steps) {
        if (!steady) {
            return OptionalLong.empty();
        }
        Mark last = marks.getLast();
        return OptionalLong.of(Math.round(last.pace(marks.getFirst()) * (steps - newest) / 1e9));
    }
}
