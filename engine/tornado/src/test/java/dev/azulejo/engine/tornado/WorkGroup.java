package dev.azulejo.engine.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** What the work-items of a group share: local arrays, in the order in which each item asks for them, and a barrier. */
@SuppressWarnings({
    "ThreadPriorityCheck", // Nothing relies on who runs next; only the wait is shorter.
    "NonAtomicVolatileUpdate" // All updates are synchronized; the loops that wait are not.
})
final class WorkGroup {
    private final int items;
    private final List<Object> arrays = new ArrayList<>();
    private int waiting;
    private volatile int gone;
    private volatile int round;
    private volatile boolean broken;

    WorkGroup(int items) {
        this.items = items;
    }

    synchronized Object array(int number, int size, IntFunction<Object> poisoned) {
        if (number == arrays.size()) {
            arrays.add(poisoned.apply(size));
        }
        return arrays.get(number);
    }

    static Object floats(int size) {
        float[] array = new float[size];
        Arrays.fill(array, Float.NaN);
        return array;
    }

    static Object doubles(int size) {
        double[] array = new double[size];
        Arrays.fill(array, Double.NaN);
        return array;
    }

    static Object ints(int size) {
        int[] array = new int[size];
        Arrays.fill(array, 0x5EADBEEF);
        return array;
    }

    /** Yields rather than sleeps: the others are virtual threads of the same carrier, and their turn is all that it takes. */
    void await() {
        int mine = arrive();
        while (mine == round) {
            Thread.yield();
        }
        if (broken) {
            throw new IllegalStateException("a barrier that " + gone + " of " + items + " work-items never reach");
        }
    }

    private synchronized int arrive() {
        int mine = round;
        waiting++;
        settle();
        return mine;
    }

    synchronized void leave() {
        gone++;
        settle();
    }

    void awaitAllGone() {
        while (gone < items) {
            Thread.yield();
        }
    }

    /** Opens the barrier when all are there, breaks it when the rest have left. */
    private void settle() {
        if (waiting > 0 && waiting + gone == items) {
            broken = gone > 0;
            waiting = broken ? waiting : 0;
            round++;
        }
    }
}
