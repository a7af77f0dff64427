package dev.azulejo.vqvae2.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For each image of a set, the nearest of another.
 *
 * @param rows number of the nearest, the lowest of equal ones
 * @param distances Euclidean, in the units of the features
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared.
public record NearestNeighbours(int[] rows, double[] distances) {
    /**
     * Finds them.
     *
     * @param images whose nearest are wanted
     * @param among the set to look in
     * @return the nearest of each
     * @throws IllegalArgumentException if they have other numbers of features
     */
    public static NearestNeighbours of(FeatureSet images, FeatureSet among) {
        images.requireSameWidth("nearest", among);
        int[] rows = IntStream.range(0, images.count())
                .parallel()
                .map(i -> nearest(images, i, among))
                .toArray();
        double[] distances = new double[rows.length];
        Arrays.setAll(distances, i -> Math.sqrt(images.squaredDistance(i, among, rows[i])));
        return new NearestNeighbours(rows, distances);
    }

    private static int nearest(FeatureSet images, int image, FeatureSet among) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < among.count(); j++) {
            double distance = images.squaredDistance(image, among, j, least);
            if (distance < least) {
                least = distance;
                best = j;
            }
        }
        return best;
    }

    /**
     * The probability that an image of this set is nearer to the set that both were looked up in than one of another set (Mann
     * and Whitney's U over the number of pairs, equal distances counted half). Of made images against held-out real ones, and
     * the images that were learned from: 0.5 where they are as near as real ones, towards 1 where they are copies (Meehan,
     * Chaudhuri and Dasgupta 2020, arXiv 2004.05675, over the whole space).
     *
     * @param other nearest of the other set
     * @return the probability, 0 to 1
     */
    public double probabilityOfNearerThan(NearestNeighbours other) {
        double[] sorted = other.distances.clone();
        Arrays.sort(sorted);
        double pairs = 0;
        for (double distance : distances) {
            int below = IntStream.range(0, sorted.length)
                    .filter(i -> sorted[i] >= distance)
                    .findFirst()
                    .orElse(sorted.length);
            int upTo = IntStream.range(below, sorted.length)
                    .filter(i -> sorted[i] > distance)
                    .findFirst()
                    .orElse(sorted.length);
            pairs += sorted.length - upTo + (upTo - below) / 2.0;
        }
        return pairs / distances.length / sorted.length;
    }
}
