package dev.azulejo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final double SECOND = 1e9;

    private static double run(TimeLeft left, double from, long firstStep, long lastStep, double secondsEach) {
        double time = from;
        for (long step = firstStep; step <= lastStep; step++) {
            time += secondsEach;
            left.stepped(step, Math.round(time * SECOND));
        }
        return time;
    }

    @Test
    void nothingIsSaidWhileStepsCompileAndThenWhatIsLeftAtTodaysPace() {
        TimeLeft left = new TimeLeft();
        double time = run(left, 0, 1, 1, 8);
        for (int step = 2; step < 10; step++) {
            time = run(left, time, step, step, 3.0 / step);
            assertThat(left.seconds(2500)).isEmpty();
        }
        time = run(left, time, 10, 1000, 0.025);
        assertThat(left.isSteady()).isTrue();
        assertThat(left.seconds(2500).getAsLong()).isBetween(37L, 38L);
        run(left, time, 1001, 2000, 0.05);
        assertThat(left.seconds(2500).getAsLong()).isEqualTo(25);
    }

    @Test
    void slowStepsAreForetoldToo() {
        TimeLeft left = new TimeLeft();
        run(left, 0, 1, 12, 20);
        assertThat(left.seconds(100).getAsLong()).isEqualTo(88 * 20);
    }

    @Test
    void aPaceThatNeverSettlesIsForetoldAfterHalfAMinute() {
        TimeLeft left = new TimeLeft();
        double time = 0;
        for (int step = 1; step < 40; step++) {
            time = run(left, time, step, step, step % 2 == 0 ? 0.5 : 4);
        }
        assertThat(left.isSteady()).isTrue();
    }
}
