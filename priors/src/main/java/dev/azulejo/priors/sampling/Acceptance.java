package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.config.Settings;
import dev.azulejo.vqvae2.classify.Classifier;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rejection sampling by a classifier (arXiv 1906.00446, section 3.3): of each {@value #DRAWN} images drawn of a class, those are
 * accepted to which it gives the highest probabilities of that class.
 *
 * @param classifier of images of the model's size
 * @param classes the classifier's number of each class that the priors know
 * @param share of the images that is accepted, rounded to whole images of each {@value #DRAWN}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Acceptance(Classifier classifier, int[] classes, double share) {
    /** Images drawn of a class, of which a share is accepted. */
    static final int DRAWN = 20;

    /**
     * Checks the share.
     *
     * @throws dev.azulejo.nn.message.UserException if it is none
     */
    public Acceptance {
        requireShare(share);
    }

    /**
     * Checks a share.
     *
     * @param share of the images that is to be accepted
     * @throws dev.azulejo.nn.message.UserException if it is none, or less than one image of {@value #DRAWN}
     */
    public static void requireShare(double share) {
        Settings.requireRange("accept", share, 1.0 / DRAWN, 1);
    }

    /** How many of each {@link #DRAWN} are accepted. */
    int accepted() {
        return (int) Math.round(share * DRAWN);
    }

    /**
     * Judges images of one class.
     *
     * @param pixels {@code [DRAWN,H,W,C]}; what lies beyond [0,1] is cut off, as a picture of it would be
     * @return the numbers of those that are accepted, in order
     */
    int[] accepted(Engine engine, Shape one, float[] pixels, int label) {
        float[] shown = pixels.clone();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = Math.clamp(shown[i], 0f, 1f);
        }
        float[] probabilities;
        try (var _ = engine.scope()) {
            Tensor images = engine.tensor(Shape.of(DRAWN, one.get(1), one.get(2), one.get(3)), shown);
            probabilities =
                    classifier.probabilities(classifier.features(images)).toArray();
        }
        int wanted = classes[label];
        return IntStream.range(0, DRAWN)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i * classifier.classes() + wanted]))
                .limit(accepted())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
