package dev.azulejo.vqvae2.train;

/**
 * SSIM (Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality assessment: from error visibility to structural
 * similarity"): local means, variances and covariance under an 11x11 Gaussian of deviation 1.5, K1 = 0.01, K2 = 0.03,
 * averaged over the places where the window fits, and over channels.
 */
final class StructuralSimilarity {
    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private final int height;
    private final int width;
    private final int channels;
    private final double[] window;

    /**
     * A comparison of images of one size. In images smaller than 11 pixels the window is the largest odd one that fits.
     *
     * @param height rows
     * @param width columns
     * @param channels channels
     */
    public StructuralSimilarity(int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        int fits = Math.min(WINDOW, Math.min(height, width));
        this.window = gaussian(fits % 2 == 0 ? fits - 1 : fits);
    }

    private static double[] gaussian(int size) {
        double[] weights = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double distance = i - size / 2;
            weights[i] = StrictMath.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
            sum += weights[i];
        }
        for (int i = 0; i < size; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /**
     * Compares two images of pixels in [0,1].
     *
     * @param a {@code [height, width, channels]}
     * @param aAt where it begins in its array
     * @param b {@code [height, width, channels]}
     * @param bAt where it begins in its array
     * @return the similarity, 1 for equal images
     */
    public double compare(float[] a, int aAt, float[] b, int bAt) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += compareChannel(a, aAt + channel, b, bAt + channel);
        }
        return sum / channels;
    }

    private double compareChannel(float[] a, int aAt, float[] b, int bAt) {
        int pixels = height * width;
        double[][] maps = new double[5][pixels]; // a, b, a², b², ab
        for (int i = 0; i < pixels; i++) {
            double x = a[aAt + i * channels];
            double y = b[bAt + i * channels];
            maps[0][i] = x;
            maps[1][i] = y;
            maps[2][i] = x * x;
            maps[3][i] = y * y;
            maps[4][i] = x * y;
        }
        for (int m = 0; m < maps.length; m++) {
            maps[m] = smooth(maps[m]);
        }
        double sum = 0;
        for (int i = 0; i < maps[0].length; i++) {
            double x = maps[0][i];
            double y = maps[1][i];
            double covariance = maps[4][i] - x * y;
            double variances = maps[2][i] - x * x + maps[3][i] - y * y;
            sum += (2 * x * y + C1) * (2 * covariance + C2) / ((x * x + y * y + C1) * (variances + C2));
        }
        return sum / maps[0].length;
    }

    /** The separable Gaussian, where it fits. */
    private double[] smooth(double[] map) {
        int outWidth = width - window.length + 1;
        int outHeight = height - window.length + 1;
        double[] rows = new double[height * outWidth];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < outWidth; x++) {
                rows[y * outWidth + x] = weigh(map, y * width + x, 1);
            }
        }
        double[] out = new double[outHeight * outWidth];
        for (int i = 0; i < out.length; i++) {
            out[i] = weigh(rows, i, outWidth);
        }
        return out;
    }

    private double weigh(double[] values, int at, int stride) {
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            sum += window[i] * values[at + i * stride];
        }
        return sum;
    }
}
