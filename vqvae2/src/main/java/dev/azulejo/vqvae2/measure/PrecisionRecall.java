package dev.azulejo.vqvae2.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991): a set of images stands for the balls around its
 * members that reach to their k-th nearest other member. Figures compare between sets of the same sizes alone.
 *
 * @param precision share of the made images that lie in a ball around a real one: how real they look
 * @param recall share of the real images that lie in a ball around a made one: how much of the variety is there
 */
public record PrecisionRecall(double precision, double recall) {
    /** The k of the paper. */
    public static final int NEIGHBOURS = 3;

    /**
     * Compares two sets with the k of the paper.
     *
     * @param real images
     * @param made images
     * @return both figures
     * @throws IllegalArgumentException if a set has no three other members to each, or they have other numbers of features
     */
    public static PrecisionRecall of(FeatureSet real, FeatureSet made) {
        return of(real, made, NEIGHBOURS);
    }

    /**
     * Compares two sets.
     *
     * @param real images
     * @param made images
     * @param k which neighbour the balls reach to, from 1
     * @return both figures
     * @throws IllegalArgumentException if a set has no k other members to each, or they have other numbers of features
     */
    public static PrecisionRecall of(FeatureSet real, FeatureSet made, int k) {
        real.requireSameWidth("precision and recall", made);
        return new PrecisionRecall(shareWithin(made, real, k), shareWithin(real, made, k));
    }

    /** The share of some images that lie in a ball of another set. */
    private static double shareWithin(FeatureSet images, FeatureSet set, int k) {
        double[] radii = squaredRadii(set, k);
        long within = IntStream.range(0, images.count())
                .parallel()
                .filter(i -> IntStream.range(0, radii.length)
                        .anyMatch(j -> images.squaredDistance(i, set, j, radii[j]) <= radii[j]))
                .count();
        return (double) within / images.count();
    }

    private static double[] squaredRadii(FeatureSet set, int k) {
        int count = set.count();
        if (k < 1 || k >= count) {
            throw new IllegalArgumentException(
                    "precision and recall: neighbour " + k + " of " + count + " images; expected 1 to " + (count - 1));
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToDouble(i -> squaredRadius(set, i, k))
                .toArray();
    }

    private static double squaredRadius(FeatureSet set, int image, int k) {
        double[] least = new double[k]; // In order.
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int j = 0; j < set.count(); j++) {
            double distance = j == image ? Double.POSITIVE_INFINITY : set.squaredDistance(image, set, j, least[k - 1]);
            for (int at = k - 1; at >= 0 && distance < least[at]; at--) {
                if (at + 1 < k) {
                    least[at + 1] = least[at];
                }
                least[at] = distance;
            }
        }
        return least[k - 1];
    }
}
