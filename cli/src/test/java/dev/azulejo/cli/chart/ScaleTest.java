package dev.azulejo.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Where values are along an axis, and which of them are named. */
class ScaleTest {
    @Test
    void equalFactorsAreEqualWays() {
        Scale scale = Scale.factors(DoubleStream.of(32, 64, 128, 256, 512));
        assertThat(scale.ticks()).containsExactly(32.0, 64.0, 128.0, 256.0, 512.0);
        assertThat(scale.part(32)).isZero();
        assertThat(scale.part(128)).isCloseTo(.5, within(1e-9));
        assertThat(scale.part(512)).isCloseTo(1, within(1e-9));
    }

    @Test
    void namesThatWouldTouchAreLeftOut() {
        assertThat(Scale.factors(DoubleStream.of(32, 250, 256)).ticks()).containsExactly(32.0, 250.0);
        assertThat(Scale.factors(DoubleStream.of(7)).ticks()).containsExactly(7.0);
    }

    @Test
    void amountsBeginAtZeroWhereTheySpanLittle() {
        assertThat(Scale.ofAmounts(DoubleStream.of(90, 100)).ticks()).startsWith(0.0);
        assertThat(Scale.ofAmounts(DoubleStream.of(1, 100)).logarithmic()).isTrue();
        assertThat(Scale.of(DoubleStream.of(90, 100)).ticks()).doesNotContain(0.0);
    }
}
