package dev.azulejo.engine.cpu.vector.base;

import java.util.ArrayList;
import java.util.List;

/**
 * Recycles the arrays that products and convolutions need while they run: after the first steps no more are allocated.
 * A request takes the smallest free array that is large enough, and where there is none, a new one takes the place of
 * the next smaller: so there are never more arrays than were in use at once, whatever the shapes. Contents are whatever
 * was left there.
 *
 * <p>Each thread has its own. An array that another thread wrote last is in that core's cache, and where the cores share
 * none, its lines come at half a microsecond each.
 */
public final class Scratch {
    /**
     * The element at which operands of the register tiles begin in an array of scratch. The elements of a heap array
     * start 16 bytes into the object, so with objects at cache lines ({@code -XX:ObjectAlignmentInBytes=64}, as the
     * launcher says) this element starts a line too, and a register of 64 bytes is read from one line and not from two.
     */
    public static final int START = 12;

    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final ThreadLocal<List<float[]>> own = ThreadLocal.withInitial(ArrayList::new);

    /** An array of at least {@link #START} and so many floats. */
    public float[] take(int floats) {
        int size = START + floats;
        List<float[]> free = own.get();
        int fitting = -1;
        int smaller = -1;
        for (int i = free.size() - 1; i >= 0; i--) {
            int length = free.get(i).length;
            if (length >= size) {
                fitting = fitting < 0 || length < free.get(fitting).length ? i : fitting;
            } else {
                smaller = smaller < 0 || length > free.get(smaller).length ? i : smaller;
            }
        }
        if (fitting >= 0) {
            return free.remove(fitting);
        }
        if (smaller >= 0) {
            free.remove(smaller);
        }
        return new float[rounded(size)];
    }

    /** Gives an array back, on the thread that took it. */
    public void give(float[] array) {
        own.get().add(array);
    }

    /** Up to a quarter of a power of two, so that slightly different sizes share an array. */
    private static int rounded(int size) {
        if (size <= SMALLEST) {
            return SMALLEST;
        }
        int quarter = Integer.highestOneBit(size - 1) >> 2;
        return (int) Math.min(LARGEST, Math.ceilDiv(size, quarter) * (long) quarter);
    }
}
