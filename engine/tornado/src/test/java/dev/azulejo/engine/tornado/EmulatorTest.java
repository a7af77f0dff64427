package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
