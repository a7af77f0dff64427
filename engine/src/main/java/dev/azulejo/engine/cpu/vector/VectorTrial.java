package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.cpu.vector.base.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Times the same small work as a plain loop and by the Vector API, once a process.
 *
 * <p>Until C2 has compiled it, the Vector API is slow everywhere, so it has until {@link #PATIENCE} to become bearable. Where
 * it does, that takes some tenths of a second. A loop in the cache then took 1 to 2 times what the plain one took; emulated,
 * 10 to 250 times.
 */
final class VectorTrial {
    /** Times as slow as the plain loop, from which on vectors must be emulated. */
    static final double BEARABLE = 4;

    private static final int FLOATS = 1024;
    private static final int PLAIN_ROUNDS = 20_000;
    private static final long PATIENCE = 2_000_000_000L;

    private VectorTrial() {}

    /**
     * {@return how many times as slow as plain loops the Vector API is here; not measured to the end where it is
     *     bearable}
     */
    static double slowness() {
        return Once.SLOWNESS;
    }

    private static final class Once {
        static final double SLOWNESS = measure();
    }

    private static double measure() {
        float[] x = new float[FLOATS];
        float[] y = new float[FLOATS];
        long plain = Long.MAX_VALUE;
        for (int i = 0; i < PLAIN_ROUNDS; i++) {
            long start = System.nanoTime();
            plain(x, y);
            plain = Math.min(plain, System.nanoTime() - start);
        }
        long vector = Long.MAX_VALUE;
        long begin = System.nanoTime();
        while (vector > BEARABLE * plain && System.nanoTime() - begin < PATIENCE) {
            long start = System.nanoTime();
            vector(x, y);
            vector = Math.min(vector, System.nanoTime() - start);
        }
        return (double) vector / Math.max(1, plain);
    }

    private static void plain(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * 0.5f + y[i];
        }
    }

    private static void vector(float[] x, float[] y) {
        FloatVector half = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
        for (int i = 0; i < x.length; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, x, i)
                    .fma(half, FloatVector.fromArray(Lanes.FLOATS, y, i))
                    .intoArray(y, i);
        }
    }
}
