package dev.azulejo.engine.cpu.vector;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Recycles the arrays that kernels need while they run: after the first step nothing is allocated. Sizes are rounded up
 * to quarters of powers of two, so that the shapes of one network share their arrays and little is wasted. Contents are
 * whatever was left there.
 */
final class Scratch {
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final Map<Integer, ArrayDeque<float[]>> free = new HashMap<>();

    /** An array of at least this size. */
    synchronized float[] take(int size) {
        int rounded = rounded(size);
        ArrayDeque<float[]> arrays = free.get(rounded);
        float[] found = arrays == null ? null : arrays.pollLast();
        return found != null ? found : new float[rounded];
    }

    /** Gives an array back. */
    synchronized void give(float[] array) {
        free.computeIfAbsent(array.length, _ -> new ArrayDeque<>()).addLast(array);
    }

    private static int rounded(int size) {
        if (size <= SMALLEST) {
            return SMALLEST;
        }
        int quarter = Integer.highestOneBit(size - 1) >> 2;
        return (int) Math.min(LARGEST, Math.ceilDiv(size, quarter) * (long) quarter);
    }
}
