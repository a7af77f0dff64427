package dev.azulejo.nn.data;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Images to train on and images to judge by; both have the same size, channels and classes.
 *
 * @param train to train on
 * @param heldOut never trained on (unless there is but one image in all, which then is both)
 * @param skipped files that could not be used, in the order of their paths
 */
public record Split(ImageData train, ImageData heldOut, List<Skipped> skipped) {
    /**
     * Copies the list.
     *
     * @param train to train on
     * @param heldOut to judge by
     * @param skipped files that could not be used
     */
    public Split {
        skipped = List.copyOf(skipped);
    }

    /** Holds out the last tenth, but at least one image. */
    static Split ofLastTenth(ImageData all) {
        int count = all.count();
        int heldOut = Math.max(1, count / 10);
        return count == 1
                ? new Split(all, all, List.of())
                : new Split(all.subset(0, count - heldOut), all.subset(count - heldOut, count), List.of());
    }

    /** The same change to both parts. */
    Split map(UnaryOperator<ImageData> change) {
        return new Split(change.apply(train), change.apply(heldOut), skipped);
    }
}
