package dev.azulejo.vqvae2.classify;

import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.message.UserException;

/**
 * The sizes of a classifier.
 *
 * @param width channels of the widest stage are four times as many, and so are the features
 * @param dropout probability that a feature is dropped in training
 */
public record ClassifierConfig(
        @Setting(value = "32", min = 2, max = 256, help = "a quarter of the features")
        int width,

        @Setting(value = "0.2", min = 0, max = 0.99, help = "of the features, in training")
        double dropout) {
    /**
     * Checks the numbers.
     *
     * @throws UserException if one makes no sense
     */
    public ClassifierConfig {
        Schema.check(ClassifierConfig.class, width, dropout);
    }

    /** {@return the number of features: channels of the last stage} */
    public int features() {
        return 4 * width;
    }

    /**
     * The stages that images pass: each halves them, the last leaves at most 4x4 positions.
     *
     * @param size side of the images, in pixels
     * @return how many, at least 1
     */
    int stages(int size) {
        int stages = 1;
        for (int side = size / 2; side > 4; side /= 2) {
            stages++;
        }
        return stages;
    }

    /** Channels of a stage: half as many a stage before the last, but never very few. */
    int channels(int stage, int stages) {
        return Math.max(width / 2, features() >> Math.min(30, stages - 1 - stage));
    }
}
