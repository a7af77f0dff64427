package dev.azulejo.nn.data.split;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The number of images of a class.
 *
 * @param name of the class
 * @param train images to learn from
 * @param heldOut images to judge by
 */
public record ClassCount(String name, int train, int heldOut) {
    /**
     * Counts images.
     *
     * @param classes names of the classes
     * @param images how many images there are
     * @param labels the class of an image, -1 for none
     * @param heldOut whether an image is held out
     * @return the classes, in the order of their numbers; some may have no image
     */
    public static List<ClassCount> of(List<String> classes, int images, IntUnaryOperator labels, IntPredicate heldOut) {
        int[][] counts = new int[classes.size()][2];
        for (int i = 0; i < images; i++) {
            int label = labels.applyAsInt(i);
            if (label >= 0) {
                counts[label][heldOut.test(i) ? 1 : 0]++;
            }
        }
        return IntStream.range(0, counts.length)
                .mapToObj(c -> new ClassCount(classes.get(c), counts[c][0], counts[c][1]))
                .toList();
    }
}
