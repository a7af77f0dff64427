package dev.azulejo.priors.sampling;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.sampling.Generation.Generated;
import java.util.Arrays;

/**
 * The new images that a generator draws, by their numbers from 0: an image is decided by the seed and its number alone, whatever
 * is drawn with it. With an {@link Acceptance} they are those that are accepted, and it is decided by the share as well.
 */
public final class ImageSequence {
    /** Images drawn together: the network runs once a position for all of them. */
    private static final int AT_ONCE = 64;

    private final Generation generation;
    private final int[] inTurn;
    private final Acceptance acceptance;

    /**
     * A sequence.
     *
     * @param generation draws
     * @param inTurn the classes of the images, one after another, over and over; none if no prior knows classes
     * @param acceptance accepts some of them; null for all
     */
    public ImageSequence(Generation generation, int[] inTurn, Acceptance acceptance) {
        if (acceptance != null && inTurn.length == 0) {
            throw new IllegalArgumentException("accept: the images have no classes to be accepted for");
        }
        this.generation = generation;
        this.inTurn = inTurn.clone();
        this.acceptance = acceptance;
    }

    /** What is told of images as they are drawn. */
    public interface Taker {
        /**
         * Takes some images.
         *
         * @param numbers of the images, not always in order
         * @param images {@code [N,H,W,C]}, about [0,1] but not clamped; they last for this call
         */
        void take(int[] numbers, Tensor images);
    }

    /**
     * {@return the class of an image, -1 if no prior knows classes}
     *
     * @param number of the image
     */
    public int label(int number) {
        return inTurn.length == 0 ? -1 : inTurn[number % inTurn.length];
    }

    /**
     * Draws the first images, in pieces.
     *
     * @param engine where the model lives
     * @param count how many
     * @param taker is given each of them once
     * @return how many codes were drawn
     */
    public long draw(Engine engine, int count, Taker taker) {
        return acceptance == null ? drawAll(engine, count, taker) : drawAccepted(engine, count, taker);
    }

    private long drawAll(Engine engine, int count, Taker taker) {
        long codes = 0;
        for (int first = 0; first < count; first += AT_ONCE) {
            int[] numbers = new int[Math.min(AT_ONCE, count - first)];
            int[] drawn = new int[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = first + i;
                drawn[i] = Math.max(0, label(first + i));
            }
            try (var _ = engine.scope()) {
                Generated made = generation.sample(first, drawn);
                taker.take(numbers, made.images());
                codes += codes(made);
            }
        }
        return codes;
    }

    /**
     * Group g of {@link Acceptance#DRAWN} candidates, which are drawn under the numbers from g DRAWN on, is of class g mod (number
     * of classes). So a group that is not needed is not drawn.
     */
    private long drawAccepted(Engine engine, int count, Taker taker) {
        int classes = inTurn.length;
        int accepted = acceptance.accepted();
        long round = (long) accepted * classes; // Images in order, of a group of each class.
        long rounds = (count - 1) / round;
        long groups = count == 0 ? 0 : rounds * classes + Math.min(classes, count - rounds * round);
        int together = AT_ONCE / Acceptance.DRAWN;
        long codes = 0;
        for (long first = 0; first < groups; first += together) {
            int[] drawn = new int[(int) Math.min(together, groups - first) * Acceptance.DRAWN];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = inTurn[(int) ((first + i / Acceptance.DRAWN) % classes)];
            }
            float[] pixels;
            Shape shape;
            try (var _ = engine.scope()) {
                Generated made = generation.sample(first * Acceptance.DRAWN, drawn);
                pixels = made.images().toArray();
                shape = made.images().shape();
                codes += codes(made);
            }
            int group = pixels.length / drawn.length * Acceptance.DRAWN;
            for (int i = 0; i < drawn.length / Acceptance.DRAWN; i++) {
                long number = first + i;
                long from = number / classes * round + number % classes;
                take(engine, shape, Arrays.copyOfRange(pixels, i * group, (i + 1) * group), from, count, taker);
            }
        }
        return codes;
    }

    /** Hands on those of a group that are accepted: the image {@code from}, and then every so many as there are classes. */
    private void take(Engine engine, Shape shape, float[] group, long from, int count, Taker taker) {
        int[] accepted = acceptance.accepted(engine, shape, group, label((int) from));
        int size = group.length / Acceptance.DRAWN;
        int wanted = (int) Math.min(accepted.length, Math.ceilDiv(count - from, inTurn.length));
        int[] numbers = new int[wanted];
        float[] pixels = new float[wanted * size];
        for (int i = 0; i < wanted; i++) {
            numbers[i] = (int) from + i * inTurn.length;
            System.arraycopy(group, accepted[i] * size, pixels, i * size, size);
        }
        try (var _ = engine.scope()) {
            taker.take(numbers, engine.tensor(Shape.of(wanted, shape.get(1), shape.get(2), shape.get(3)), pixels));
        }
    }

    private static long codes(Generated made) {
        return made.codes().stream().mapToLong(level -> level.shape().size()).sum();
    }
}
