package dev.azulejo.engine.cpu.vector.gemm;

/**
 * The places that the rows of a product go to: row {@code (image * height + y) * width + x} is pixel (y, x) of an
 * image.
 *
 * @param start where row 0 starts
 * @param width pixels a line
 * @param height lines per image
 * @param pixel floats from one pixel to the next
 * @param line floats from one line to the next
 * @param image floats from one image to the next
 */
public record RowMap(int start, int width, int height, int pixel, int line, int image) {
    /** Rows one after the other, from a first element on. */
    public static RowMap rows(int start, int columns) {
        return new RowMap(start, 1, 1, columns, columns, columns);
    }

    /** Pixels of dense images. */
    public static RowMap images(int height, int width, int channels) {
        return new RowMap(0, width, height, channels, width * channels, height * width * channels);
    }

    /** {@return whether all rows are equally far apart} */
    boolean isDense() {
        return line == width * pixel && image == height * line;
    }

    /** {@return where a row starts} */
    int at(int row) {
        if (isDense()) {
            return start + row * pixel;
        }
        return at(row / width / height, row / width % height, row % width);
    }

    /** {@return where a pixel starts} */
    int at(int n, int y, int x) {
        return start + n * image + y * line + x * pixel;
    }
}
