package dev.azulejo.nn.data.jpeg;

import java.util.Arrays;

/**
 * Some blocks of one component that become samples together. Their coefficients lie one block beside the other, so that each loop
 * of the transform runs over all of them, which makes vectors of it.
 */
final class Blocks {
    /** So many that the loops are long, and all coefficients fit into the first cache. */
    static final int COUNT = 64;

    /** Where the coefficients lie that come one after the other. */
    static final int[] PLACES = new int[64];

    static {
        for (int k = 0; k < 64; k++) {
            PLACES[k] = COUNT * Scan.ZIGZAG[k];
        }
    }

    /** Times their steps: [8, 8, COUNT]. */
    final int[] coefficients = new int[64 * COUNT];

    private final int[] spare = new int[64 * COUNT];
    private final Component component;

    /** Where the samples of each go. */
    private final int[] to = new int[COUNT];

    private int count;

    Blocks(Component component) {
        this.component = component;
    }

    /** Begins the next block, whose coefficients are zero at first: answers which it is of those that lie here. */
    int next(int across, int down) {
        if (count == COUNT) {
            finish();
        }
        to[count] = component.row(8 * down) + 2 * across;
        return count++;
    }

    /** Takes a whole block with its coefficients before they are multiplied, the steps in zigzag order. */
    void put(short[] from, int at, int[] steps, int across, int down) {
        int block = next(across, down);
        for (int k = 0; k < 64; k++) {
            coefficients[PLACES[k] + block] = from[at + Scan.ZIGZAG[k]] * steps[k];
        }
    }

    /** Makes samples of all that are here. */
    void finish() {
        Idct.transform(coefficients, spare);
        int[] samples = component.samples;
        for (int y = 0; y < 8; y++) {
            int row = y * component.stride();
            for (int i = 0; i < count; i++) {
                samples[to[i] + row] = coefficients[y * COUNT + i];
                samples[to[i] + row + 1] = coefficients[(8 + y) * COUNT + i];
            }
        }
        Arrays.fill(coefficients, 0);
        count = 0;
    }
}
