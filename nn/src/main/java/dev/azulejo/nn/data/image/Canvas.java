package dev.azulejo.nn.data.image;

import java.util.Arrays;

/** The pixels of an image as they are meant to be seen, filled row by row as they are stored. White at first. */
final class Canvas {
    private final int height;
    private final int width;
    private final Orientation orientation;
    private final byte[] rgb;

    /** A canvas for an image that is stored with so many rows and columns. */
    Canvas(int height, int width, Orientation orientation) {
        this.height = height;
        this.width = width;
        this.orientation = orientation;
        this.rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(height, width))];
        Arrays.fill(rgb, (byte) 255);
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** Takes pixels of a stored row, from a column on: {@code pixels} holds them from {@code from} on, [count, 3]. */
    void row(int y, int x, int count, byte[] pixels, int from) {
        if (orientation == Orientation.UPRIGHT) {
            System.arraycopy(pixels, from, rgb, 3 * (y * width + x), 3 * count);
            return;
        }
        int rows = orientation.swaps() ? width : height;
        int columns = orientation.swaps() ? height : width;
        for (int i = 0; i < count; i++) {
            int seenY = orientation.swaps() ? x + i : y;
            int seenX = orientation.swaps() ? y : x + i;
            int toY = orientation.reversesRows() ? rows - 1 - seenY : seenY;
            int toX = orientation.reversesColumns() ? columns - 1 - seenX : seenX;
            System.arraycopy(pixels, from + 3 * i, rgb, 3 * (toY * columns + toX), 3);
        }
    }

    byte[] rgb() {
        return rgb;
    }
}
