package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.tornado.kernels.Elementwise;
import dev.azulejo.engine.tornado.kernels.Optimizers;
import dev.azulejo.engine.tornado.kernels.Products;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The emulator shows what a device would hide: barriers that not all reach, local arrays read before they are written. */
class EmulatorTest {
    static void reverses(KernelContext context, FloatArray x) {
        float[] shared = context.allocateFloatLocalArray(8);
        shared[context.localIdx] = x.get(context.globalIdx);
        context.localBarrier();
        x.set(context.globalIdx, shared[7 - context.localIdx]);
    }

    static void readsUnwritten(KernelContext context, FloatArray x) {
        float[] shared = context.allocateFloatLocalArray(8);
        x.set(context.globalIdx, shared[context.localIdx]);
    }

    static void parts(KernelContext context, FloatArray x) {
        if (context.localIdx < 4) {
            context.localBarrier();
        }
        x.set(context.globalIdx, 0);
    }

    private static FloatArray counted(String kernel) {
        FloatArray x = new FloatArray(16);
        for (int i = 0; i < 16; i++) {
            x.set(i, i);
        }
        new Emulator().run(Launch.grouped(EmulatorTest.class, kernel, 2, 8, x));
        return x;
    }

    @Test
    void groupsShareAndWait() {
        FloatArray x = counted("reverses");
        for (int i = 0; i < 16; i++) {
            assertThat(x.get(i)).isEqualTo(i / 8 * 8 + 7 - i % 8);
        }
    }

    @Test
    void localArraysHoldNothing() {
        assertThat(counted("readsUnwritten").get(3)).isNaN();
    }

    @Test
    void barriersAreForAll() {
        assertThatThrownBy(() -> counted("parts")).hasRootCauseMessage("a barrier that 4 of 8 work-items never reach");
    }

    static void moves(KernelContext context, FloatArray from, FloatArray to, int n) {
        int i = context.globalIdx;
        if (i < n) {
            to.set(i, from.get(i) > 0 ? from.get(i) : 0);
        }
    }

    static void updates(KernelContext context, FloatArray w, FloatArray g, int n) {
        int i = context.globalIdx;
        if (i < n) {
            w.set(i, w.get(i) - g.get(i));
        }
    }

    @Test
    void anArrayDoesNotStandAgainAfterItIsWritten() {
        FloatArray x = new FloatArray(8);
        new Emulator().run(Launch.grouped(EmulatorTest.class, "moves", 1, 8, x, x, 8));
        for (int n : new int[] {8, 0}) { // Nor where nothing comes to be written.
            assertThatThrownBy(() -> new Emulator().run(Launch.grouped(EmulatorTest.class, "updates", 1, 8, x, x, n)))
                    .hasMessageContaining("EmulatorTest.updates 1 x 8: argument 1 is written and stands again");
        }
    }

    @Test
    void whatAKernelWritesIsSeenInItsCode() {
        assertThat(written(Elementwise.class, "binary")).containsExactly(3);
        assertThat(written(Optimizers.class, "average")).contains(1, 4).doesNotContain(2, 5);
        assertThat(written(Products.class, "multiply")).hasSize(1);
    }

    private static SortedSet<Integer> written(Class<?> home, String kernel) {
        return Stream.of(home.getDeclaredMethods())
                .filter(method -> method.getName().equals(kernel))
                .map(WrittenArguments::of)
                .findFirst()
                .orElseThrow();
    }
}
