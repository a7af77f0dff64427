package dev.azulejo.vqvae2.classify;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.vqvae2.measure.FeatureSet;

/**
 * What a classifier says of images.
 *
 * @param features of each image
 * @param classes how many there are
 * @param probabilities {@code [N, classes]}
 */
@SuppressWarnings("ArrayRecordComponent") // Large and never compared.
public record Predictions(FeatureSet features, int classes, float[] probabilities) {
    /** Elements of a batch of images that are not gone beyond, so that memory stays small. */
    private static final int MOST_ELEMENTS = 1 << 20;

    /**
     * Judges images.
     *
     * @param engine where the classifier lives
     * @param classifier the classifier
     * @param images of its size
     * @return what it says
     */
    public static Predictions of(Engine engine, Classifier classifier, ImageData images) {
        int count = images.count();
        int batch = Math.clamp(MOST_ELEMENTS / images.imageBytes(), 1, 256);
        float[] features = new float[Math.multiplyExact(count, classifier.features())];
        float[] probabilities = new float[count * classifier.classes()];
        for (int first = 0; first < count; first += batch) {
            int n = Math.min(batch, count - first);
            try (var _ = engine.scope()) {
                Tensor found = classifier.features(Batches.tensor(engine, images, first, n));
                copy(found, features, first);
                copy(classifier.probabilities(found), probabilities, first);
            }
        }
        return new Predictions(new FeatureSet(classifier.features(), features), classifier.classes(), probabilities);
    }

    private static void copy(Tensor rows, float[] into, int first) {
        System.arraycopy(
                rows.toArray(),
                0,
                into,
                first * rows.shape().channels(),
                rows.shape().size());
    }

    /**
     * {@return the likeliest class of an image, the lowest of equal ones}
     *
     * @param image its number
     */
    public int likeliest(int image) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (probabilities[image * classes + c] > probabilities[image * classes + best]) {
                best = c;
            }
        }
        return best;
    }

    /**
     * {@return the share of the images that have a class of which that is the likeliest}
     *
     * @param images those that were judged
     */
    public double accuracy(ImageData images) {
        int known = 0;
        int right = 0;
        for (int i = 0; i < images.count(); i++) {
            known += images.label(i) >= 0 ? 1 : 0;
            right += images.label(i) == likeliest(i) ? 1 : 0;
        }
        return (double) right / known;
    }
}
