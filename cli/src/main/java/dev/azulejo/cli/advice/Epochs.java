package dev.azulejo.cli.advice;

import dev.azulejo.nn.message.Counted;
import java.util.Locale;
import java.util.Optional;

/**
 * How often training sees each image.
 *
 * @param steps of training
 * @param batch images per step
 * @param images that are learned from
 */
public record Epochs(long steps, int batch, int images) {
    /** A rule of thumb: the paper's model saw each of its images some 220 times (arXiv 1906.00446, table 4). */
    private static final int MANY_OF_MODEL = 1000;

    /** A rule of thumb, which held-out nats overrule: the presets make 6 passes through the 9,000 embedded images. */
    private static final int MANY_OF_PRIOR = 50;

    /** How many passes over all images the steps make. */
    public double count() {
        return (double) steps * batch / images;
    }

    /** In words, such as {@code 2,500 steps of 64 images: 17.8 passes through the 9,000 to learn from}. */
    public String said() {
        return String.format(
                Locale.ROOT,
                count() < 100
                        ? "%s of %s: %.3g passes through the %,d to learn from"
                        : "%s of %s: %,.0f passes through the %,d to learn from",
                Counted.of(steps, "step"),
                Counted.of(batch, "image"),
                count(),
                images);
    }

    /** A line if a model would see its images far too few or too many times. */
    public Optional<String> ofModel() {
        return count() > MANY_OF_MODEL
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "more than %,d passes seldom help: look whether held_out_mse still falls (--evaluate-every), or"
                                + " vary the images (--set flip=true, --set shift=2)",
                        MANY_OF_MODEL))
                : few();
    }

    /**
     * A line if a prior would see its images far too few or too many times.
     *
     * @param stopsEarly whether it ends when it no longer gets better
     */
    public Optional<String> ofPrior(boolean stopsEarly) {
        return count() > MANY_OF_PRIOR && !stopsEarly
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "a prior may learn its images by heart in more than %d passes: --set stop_after=%d ends it once"
                                + " held-out nats no longer fall",
                        MANY_OF_PRIOR,
                        Math.max(1, steps / 5)))
                : few();
    }

    private Optional<String> few() {
        return count() < 1
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "most of what is there to learn from is not seen: --steps %d would show every image once",
                        Math.ceilDiv(images, batch)))
                : Optional.empty();
    }
}
