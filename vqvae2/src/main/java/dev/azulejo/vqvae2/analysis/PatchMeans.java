package dev.azulejo.vqvae2.analysis;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.analysis.LevelAnalysis.Codebook;

/** Sums up, for each code of a level, the pixels that it stands for. */
final class PatchMeans {
    private final long[] counts;
    private final double[] sums;
    private final int side;
    private final int height;
    private final int width;
    private final int channels;

    PatchMeans(int codes, int side, ImageData data) {
        this.counts = new long[codes];
        this.sums = new double[codes * side * side * data.channels()];
        this.side = side;
        this.height = data.height();
        this.width = data.width();
        this.channels = data.channels();
    }

    /** Adds images {@code [N,H,W,C]} with their codes {@code [N,h,w]} or {@code [N,h,w,Q]}. */
    void add(int[] codes, float[] images) {
        int columns = width / side;
        int positions = height / side * columns;
        int row = side * channels;
        int perPosition = codes.length / (images.length / (height * width * channels) * positions);
        for (int i = 0; i < codes.length; i++) {
            counts[codes[i]]++;
            int cell = i / perPosition;
            int top = cell % positions / columns * side;
            int left = cell % columns * side;
            for (int y = 0; y < side; y++) {
                int from = ((cell / positions * height + top + y) * width + left) * channels;
                int to = (codes[i] * side + y) * row;
                for (int x = 0; x < row; x++) {
                    sums[to + x] += images[from + x];
                }
            }
        }
    }

    Codebook codebook(String name) {
        float[] means = new float[sums.length];
        int size = side * side * channels;
        for (int i = 0; i < means.length; i++) {
            long count = counts[i / size];
            means[i] = count == 0 ? 0 : (float) (sums[i] / count);
        }
        return new Codebook(name, counts.clone(), side, means);
    }
}
