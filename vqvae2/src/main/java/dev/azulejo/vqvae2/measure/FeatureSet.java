package dev.azulejo.vqvae2.measure;

import java.util.Arrays;

/**
 * The features of images, an image a row.
 *
 * @param width how many features an image has, at least 1
 * @param values {@code [N, width]}
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared.
public record FeatureSet(int width, float[] values) {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if the values are no whole number of rows, at least one
     */
    public FeatureSet {
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new IllegalArgumentException(
                    "features: " + values.length + " values; expected rows of " + width + ", at least one");
        }
    }

    /** {@return how many images} */
    public int count() {
        return values.length / width;
    }

    /**
     * {@return the first images}
     *
     * @param count how many
     */
    public FeatureSet first(int count) {
        return new FeatureSet(width, Arrays.copyOf(values, count * width));
    }

    /**
     * {@return some of the images, in this order}
     *
     * @param rows their numbers
     */
    public FeatureSet select(int... rows) {
        float[] selected = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, selected, i * width, width);
        }
        return new FeatureSet(width, selected);
    }

    /** {@return the squared Euclidean distance of an image to one of another set} */
    double squaredDistance(int row, FeatureSet other, int otherRow) {
        return squaredDistance(row, other, otherRow, Double.POSITIVE_INFINITY);
    }

    /** {@return the squared Euclidean distance; if that is above a bound, something above the bound, which takes less time} */
    double squaredDistance(int row, FeatureSet other, int otherRow, double bound) {
        int a = row * width;
        int b = otherRow * width;
        double even = 0;
        double odd = 0; // Two sums, so that an addition need not wait for the last one.
        int i = 0;
        for (; i + 1 < width && (i % 16 != 0 || even + odd <= bound); i += 2) {
            double first = (double) values[a + i] - other.values[b + i];
            double second = (double) values[a + i + 1] - other.values[b + i + 1];
            even += first * first;
            odd += second * second;
        }
        if (i == width - 1) {
            double last = (double) values[a + i] - other.values[b + i];
            even += last * last;
        }
        return even + odd;
    }

    void requireSameWidth(String measure, FeatureSet other) {
        if (width != other.width) {
            throw new IllegalArgumentException(
                    measure + ": features of " + width + " and " + other.width + "; expected as many");
        }
    }
}
