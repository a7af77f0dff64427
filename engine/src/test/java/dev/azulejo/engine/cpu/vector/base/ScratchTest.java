package dev.azulejo.engine.cpu.vector.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which array a request gets. */
final class ScratchTest {
    private final Scratch scratch = new Scratch();

    @Test
    void takesTheSmallestThatFits() {
        float[] small = scratch.take(2000);
        float[] middle = scratch.take(20_000);
        float[] large = scratch.take(200_000);
        scratch.give(small);
        scratch.give(large);
        scratch.give(middle);
        assertThat(scratch.take(3000)).isSameAs(middle);
        assertThat(scratch.take(3000)).isSameAs(large);
        assertThat(scratch.take(1000)).isSameAs(small);
        assertThat(scratch.take(1000)).isNotIn(small, middle, large);
    }

    @Test
    void holdsNoMoreArraysThanWereInUseAtOnce() {
        for (int size = 2000; size < 200_000; size *= 2) {
            scratch.give(scratch.take(size));
        }
        float[] only = scratch.take(1);
        assertThat(only.length).isGreaterThanOrEqualTo(100_000);
        assertThat(scratch.take(1).length).isLessThan(2000);
    }

    @Test
    void roundsUpByAQuarterAtMost() {
        for (int size = 1 << 10; size < 1 << 20; size += 4999) {
            assertThat(new Scratch().take(size).length).isBetween(size, size + size / 4);
        }
    }
}
