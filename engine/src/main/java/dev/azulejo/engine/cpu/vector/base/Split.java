package dev.azulejo.engine.cpu.vector.base;

import dev.azulejo.engine.cpu.Workers;
import java.util.Arrays;
import java.util.List;

/** Cuts a loop into tasks by its shape alone, so that the number of threads changes no bit. */
public final class Split {
    /** Elements of a task that does little per element: 128 KiB of floats, about 10 microseconds. */
    public static final int ELEMENTS = 1 << 15;

    /** A part of a loop. */
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    private Split() {}

    /** Runs a loop of n elements, {@link #ELEMENTS} a task. */
    public static void elements(Workers workers, int n, Range body) {
        parts(workers, n, ELEMENTS, body);
    }

    /** A part of one of several loops. */
    @FunctionalInterface
    public interface RangeOf {
        void run(int loop, int from, int to);
    }

    /** Runs several loops of so many elements as one, {@link #ELEMENTS} of one of them per task. */
    public static void elements(Workers workers, List<Integer> sizes, RangeOf body) {
        int[] firstTasks = new int[sizes.size() + 1];
        for (int i = 0; i < sizes.size(); i++) {
            firstTasks[i + 1] = firstTasks[i] + Math.ceilDiv(sizes.get(i), ELEMENTS);
        }
        workers.run(firstTasks[sizes.size()], task -> {
            int found = Arrays.binarySearch(firstTasks, task);
            int loop = found >= 0 ? found : -found - 2;
            while (firstTasks[loop + 1] == task) {
                loop++; // Of the loops that begin at this task, all but the last are empty.
            }
            int from = (task - firstTasks[loop]) * ELEMENTS;
            body.run(loop, from, Math.min(sizes.get(loop) - from, ELEMENTS) + from);
        });
    }

    /** Runs a loop over rows of equal size in tasks of about so many elements. */
    public static void rows(Workers workers, int rows, int columns, int elements, Range body) {
        parts(workers, rows, rowsOf(columns, elements), body);
    }

    /** Rows that make about so many elements, at least one. */
    public static int rowsOf(int columns, int elements) {
        return Math.max(1, elements / Math.max(1, columns));
    }

    /** Runs a loop of n steps, so many a task. */
    public static void parts(Workers workers, int n, int size, Range body) {
        int tasks = Math.ceilDiv(n, size);
        if (tasks <= 1) {
            body.run(0, n);
            return;
        }
        workers.run(tasks, task -> body.run(task * size, Math.min(n - task * size, size) + task * size));
    }
}
