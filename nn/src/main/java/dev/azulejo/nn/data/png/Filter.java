package dev.azulejo.nn.data.png;

import java.io.IOException;

/** Undoes what an encoder did to each row so that it would take fewer bytes: subtracted what its neighbours let expect. */
final class Filter {
    private Filter() {}

    /**
     * Restores a row in place.
     *
     * @param filter which one, the byte before the row
     * @param bytes holds the row
     * @param row where it begins
     * @param above where the one above it begins
     * @param length bytes of a row
     * @param step bytes of a pixel
     */
    static void undo(int filter, byte[] bytes, int row, int above, int length, int step) throws IOException {
        switch (filter) {
            case 0 -> {}
            case 1 -> left(bytes, row, length, step);
            case 2 -> above(bytes, row, above, length);
            case 3 -> average(bytes, row, above, length, step);
            case 4 -> paeth(bytes, row, above, length, step);
            default -> throw new IOException("damaged (a row of an unknown filter)");
        }
    }

    private static void left(byte[] bytes, int row, int length, int step) {
        for (int i = step; i < length; i++) {
            bytes[row + i] += bytes[row + i - step];
        }
    }

    private static void above(byte[] bytes, int row, int above, int length) {
        for (int i = 0; i < length; i++) {
            bytes[row + i] += bytes[above + i];
        }
    }

    private static void average(byte[] bytes, int row, int above, int length, int step) {
        for (int i = 0; i < length; i++) {
            int left = i < step ? 0 : bytes[row + i - step] & 0xFF;
            bytes[row + i] += (byte) ((left + (bytes[above + i] & 0xFF)) >> 1);
        }
    }

    private static void paeth(byte[] bytes, int row, int above, int length, int step) {
        above(bytes, row, above, Math.min(step, length));
        for (int i = step; i < length; i++) {
            int a = bytes[row + i - step] & 0xFF;
            int b = bytes[above + i] & 0xFF;
            int c = bytes[above + i - step] & 0xFF;
            int toA = Math.abs(b - c);
            int toB = Math.abs(a - c);
            int toC = Math.abs(a + b - 2 * c);
            int nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
            bytes[row + i] += (byte) nearest;
        }
    }
}
