package dev.azulejo.engine.cpu.vector;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Recycles the arrays that kernels need while they run: after the first step nothing is allocated. Sizes are rounded up
 * to quarters of powers of two, so that the shapes of one network share their arrays and little is wasted. Contents are
 * whatever was left there.
 *
 * <p>Each thread has its own: an array that the other thread wrote last is in that core's second-level cache, from where
 * its lines come one by one. With one pool for all, two threads were at times no faster than one.
 */
final class Scratch {
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final ThreadLocal<Map<Integer, ArrayDeque<float[]>>> free = ThreadLocal.withInitial(HashMap::new);

    /** An array of at least this size. */
    float[] take(int size) {
        int rounded = rounded(size);
        ArrayDeque<float[]> arrays = free.get().get(rounded);
        float[] found = arrays == null ? null : arrays.pollLast();
        return found != null ? found : new float[rounded];
    }

    /** Gives an array back, on the thread that took it. */
    void give(float[] array) {
        free.get().computeIfAbsent(array.length, _ -> new ArrayDeque<>()).addLast(array);
    }

    private static int rounded(int size) {
        if (size <= SMALLEST) {
            return SMALLEST;
        }
        int quarter = Integer.highestOneBit(size - 1) >> 2;
        return (int) Math.min(LARGEST, Math.ceilDiv(size, quarter) * (long) quarter);
    }
}
