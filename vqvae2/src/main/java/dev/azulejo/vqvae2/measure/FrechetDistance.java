package dev.azulejo.vqvae2.measure;

/**
 * The Fréchet distance of two normal distributions (Dowson and Landau 1982): |m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^(1/2)). Fitted
 * to the features of two sets of images it says how far the sets are apart (Heusel et al. 2017, arXiv 1706.08500); 0 for equal
 * ones. With few images it is too large, so only figures of as many images compare.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /**
     * Compares two sets.
     *
     * @param a at least two images
     * @param b at least two images
     * @return the distance, at least 0, in squared units of the features
     * @throws IllegalArgumentException if a set has one image alone, or they have other numbers of features
     */
    public static double between(FeatureSet a, FeatureSet b) {
        a.requireSameWidth("Frechet distance", b);
        Normal one = Normal.of(a);
        Normal other = Normal.of(b);
        double sum = 0;
        for (int i = 0; i < one.mean.length; i++) {
            double difference = one.mean[i] - other.mean[i];
            sum += difference * difference;
        }
        return Math.max(
                0,
                sum + one.trace() + other.trace() - 2 * traceOfRoot(one.covariance, other.covariance, one.mean.length));
    }

    /** tr (S1 S2)^(1/2) = tr (R S2 R)^(1/2) with R = S1^(1/2), which is symmetric. */
    private static double traceOfRoot(double[] s1, double[] s2, int n) {
        double[] root = SymmetricEigen.of(s1, n).squareRoot();
        double trace = 0;
        for (double value :
                SymmetricEigen.of(product(product(root, s2, n), root, n), n).values()) {
            trace += Math.sqrt(Math.max(0, value));
        }
        return trace;
    }

    private static double[] product(double[] a, double[] b, int n) {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double left = a[i * n + k];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += left * b[k * n + j];
                }
            }
        }
        return c;
    }

    /** Mean, and covariance by N - 1. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Normal(double[] mean, double[] covariance) {
        static Normal of(FeatureSet set) {
            int n = set.width();
            int count = set.count();
            if (count < 2) {
                throw new IllegalArgumentException(
                        "Frechet distance: one image has no covariance; expected two or more");
            }
            double[] mean = new double[n];
            float[] values = set.values();
            for (int i = 0; i < values.length; i++) {
                mean[i % n] += values[i] / (double) count;
            }
            double[] covariance = new double[n * n];
            double[] centred = new double[n];
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < n; i++) {
                    centred[i] = values[row * n + i] - mean[i];
                }
                for (int i = 0; i < n; i++) {
                    double left = centred[i] / (count - 1);
                    for (int j = 0; j < n; j++) {
                        covariance[i * n + j] += left * centred[j];
                    }
                }
            }
            return new Normal(mean, covariance);
        }

        double trace() {
            double trace = 0;
            for (int i = 0; i < mean.length; i++) {
                trace += covariance[i * mean.length + i];
            }
            return trace;
        }
    }
}
