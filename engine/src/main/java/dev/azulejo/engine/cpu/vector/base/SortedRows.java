package dev.azulejo.engine.cpu.vector.base;

import java.util.Arrays;

/** Rows sorted by their index, equal ones in their order (a counting sort); its arrays are kept for the next call. */
public final class SortedRows {
    private int[] starts = new int[0];
    private int[] order = new int[0];

    /** Sorts rows 0 to rows - 1 by index, each in [0, entries). */
    public void sort(int[] index, int rows, int entries) {
        if (starts.length < entries + 2) {
            starts = new int[entries + 2];
        }
        if (order.length < rows) {
            order = new int[rows];
        }
        Arrays.fill(starts, 0, entries + 2, 0);
        for (int r = 0; r < rows; r++) {
            starts[index[r] + 2]++;
        }
        for (int k = 2; k < entries + 2; k++) {
            starts[k] += starts[k - 1];
        }
        // starts[k + 1] is where k's next row goes, and so in the end where k + 1 begins.
        for (int r = 0; r < rows; r++) {
            order[starts[index[r] + 1]++] = r;
        }
    }

    /** {@return where an entry's rows begin; those of the last end at {@code start(entries)}} */
    public int start(int entry) {
        return starts[entry];
    }

    /** The row at a place. */
    public int row(int place) {
        return order[place];
    }
}
