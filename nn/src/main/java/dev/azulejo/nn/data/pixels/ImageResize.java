package dev.azulejo.nn.data.pixels;

import dev.azulejo.nn.message.UserException;
import java.util.Arrays;

/**
 * Resizes with a triangle filter as wide as the reduction asks: bilinear when it enlarges, area-weighted when it reduces.
 *
 * <p>First along rows, then along columns, in plain floats: the same pixels everywhere, and those of PyTorch's
 * {@code interpolate(mode="bilinear", antialias=True)}, rounded (compared on five shapes: no pixel differed).
 */
public final class ImageResize {
    /** Largest side of an image that can be asked for. */
    public static final int MAX_SIZE = 8192;

    private ImageResize() {}

    /**
     * Refuses a size that nobody means.
     *
     * @param size side of a square image
     * @throws UserException if it is not from 1 to {@value #MAX_SIZE}
     */
    public static void checkSize(int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new UserException("cannot make images of size " + size + "; ask for 1 to " + MAX_SIZE);
        }
    }

    /**
     * Resizes the shorter side and crops the middle.
     *
     * @param image {@code [height, width, channels]}
     * @param height rows
     * @param width columns
     * @param channels bytes of a pixel
     * @param size side of the result
     * @return {@code [size, size, channels]}
     */
    public static byte[] square(byte[] image, int height, int width, int channels, int size) {
        if (height == size && width == size) {
            return image;
        }
        int shorter = Math.min(height, width);
        long tall = Math.round((double) height * size / shorter);
        long wide = Math.round((double) width * size / shorter);
        return resize(
                image,
                width,
                channels,
                new Filter(height, tall, (tall - size) / 2, size),
                new Filter(width, wide, (wide - size) / 2, size));
    }

    private static byte[] resize(byte[] image, int width, int channels, Filter rows, Filter columns) {
        int line = columns.count * channels;
        // Rows made narrow are kept as long as the next outputs need them: a panorama's would fill the heap.
        float[][] narrow = new float[image.length / width / channels][];
        int done = rows.from[0];
        byte[] out = new byte[rows.count * line];
        float[] sums = new float[line];
        for (int y = 0; y < rows.count; y++) {
            for (; done < rows.from[y]; done++) {
                narrow[done] = null;
            }
            Arrays.fill(sums, 0);
            for (int k = 0; k < rows.weights[y].length; k++) {
                float weight = rows.weights[y][k];
                int from = rows.from[y] + k;
                if (narrow[from] == null) {
                    narrow[from] = narrow(image, from * width * channels, channels, columns);
                }
                for (int x = 0; x < line; x++) {
                    sums[x] += weight * narrow[from][x];
                }
            }
            for (int x = 0; x < line; x++) {
                out[y * line + x] = (byte) Math.clamp((int) (sums[x] + 0.5f), 0, 255);
            }
        }
        return out;
    }

    /** Filters the row that begins at {@code start}. */
    private static float[] narrow(byte[] image, int start, int channels, Filter columns) {
        float[] line = new float[columns.count * channels];
        for (int x = 0; x < columns.count; x++) {
            float[] weights = columns.weights[x];
            int from = start + columns.from[x] * channels;
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (image[from + k * channels + c] & 0xFF);
                }
                line[x * channels + c] = sum;
            }
        }
        return line;
    }

    /** For each of {@code count} outputs from {@code skip} on: the first input and the weights from there. */
    private static final class Filter {
        final int count;
        final int[] from;
        final float[][] weights;

        Filter(int in, long out, long skip, int count) {
            this.count = count;
            this.from = new int[count];
            this.weights = new float[count][];
            double scale = (double) in / out;
            double reach = Math.max(1, scale);
            for (int i = 0; i < count; i++) {
                double centre = (i + skip + 0.5) * scale;
                int start = Math.max(0, (int) Math.floor(centre - reach + 0.5));
                int end = Math.min(in, (int) Math.floor(centre + reach + 0.5));
                double[] triangle = new double[end - start];
                double sum = 0;
                for (int k = 0; k < triangle.length; k++) {
                    triangle[k] = Math.max(0, 1 - Math.abs(start + k + 0.5 - centre) / reach);
                    sum += triangle[k];
                }
                from[i] = start;
                weights[i] = new float[triangle.length];
                for (int k = 0; k < triangle.length; k++) {
                    weights[i][k] = (float) (triangle[k] / sum);
                }
            }
        }
    }
}
