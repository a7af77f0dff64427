package dev.azulejo.engine.cpu.vector;

import java.util.ArrayDeque;

/**
 * Recycles the arrays that kernels need while they run: after the first step nothing is allocated. Sizes are rounded up
 * to powers of two, so that the shapes of one network share their arrays. Contents are whatever was left there.
 */
final class Scratch {
    private static final int SMALLEST = 10;

    private final ArrayDeque<float[]>[] free = deques();

    @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type has no other way.
    private static ArrayDeque<float[]>[] deques() {
        ArrayDeque<float[]>[] deques = new ArrayDeque[32];
        for (int i = 0; i < deques.length; i++) {
            deques[i] = new ArrayDeque<>();
        }
        return deques;
    }

    /** An array of at least this size. */
    synchronized float[] take(int size) {
        int order = size <= 1 << SMALLEST ? SMALLEST : Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        float[] found = free[order].pollLast();
        return found != null ? found : new float[order == 31 ? Integer.MAX_VALUE - 8 : 1 << order];
    }

    /** Gives an array back. */
    synchronized void give(float[] array) {
        int order = array.length == Integer.MAX_VALUE - 8 ? 31 : Integer.numberOfTrailingZeros(array.length);
        free[order].addLast(array);
    }
}
