package dev.azulejo.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantIsConstant() {
        assertThat(Schedule.constant(3e-4).rate(1)).isEqualTo(3e-4);
        assertThat(Schedule.constant(3e-4).rate(1_000_000_000_000L)).isEqualTo(3e-4);
    }

    @Test
    void cosineGoesFromTheFirstRateToTheLastAndStaysThere() {
        Schedule schedule = Schedule.cosine(1, 0.2, 101);
        assertThat(schedule.rate(1)).isEqualTo(1);
        assertThat(schedule.rate(26)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(schedule.rate(51)).isCloseTo(0.6, within(1e-12));
        assertThat(schedule.rate(101)).isEqualTo(0.2);
        assertThat(schedule.rate(5000)).isEqualTo(0.2);
        assertThat(Schedule.cosine(1, 0.5, 1).rate(1)).isEqualTo(0.5);
    }

    @Test
    void warmUpIsLinearAndReachesTheRateAtItsLastStep() {
        Schedule schedule = Schedule.constant(0.4).withWarmUp(4);
        assertThat(schedule.rate(1)).isEqualTo(0.1);
        assertThat(schedule.rate(3)).isCloseTo(0.3, within(1e-12));
        assertThat(schedule.rate(4)).isEqualTo(0.4);
        assertThat(schedule.rate(5)).isEqualTo(0.4);
        assertThat(Schedule.constant(0.4).withWarmUp(0)).isEqualTo(Schedule.constant(0.4));
        assertThat(Schedule.cosine(1, 0, 11).withWarmUp(2).rate(1)).isEqualTo(0.5);
    }

    @Test
    void absurdNumbersAreRefused() {
        assertThatThrownBy(() -> Schedule.constant(-1)).hasMessageContaining("rate -1.0");
        assertThatThrownBy(() -> Schedule.constant(Double.NaN)).hasMessageContaining("rate NaN");
        assertThatThrownBy(() -> Schedule.cosine(1, 0, 0)).hasMessageContaining("0 steps");
        assertThatThrownBy(() -> Schedule.constant(1).withWarmUp(-3)).hasMessageContaining("-3 steps");
    }
}
