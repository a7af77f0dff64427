package dev.azulejo.nn.data;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import java.util.Objects;

/**
 * Batches of images in a random order that is a function of the seed and the step alone.
 *
 * <p>The images are gone through again and again, in a new order each time (an epoch); a batch may hold the end of one
 * epoch and the beginning of the next, so every image comes once an epoch whatever the batch size. Safe to share between
 * threads.
 */
public final class Batches {
    private static final int SHUFFLE_STREAM = 0x53485546; // "SHUF"
    private static final float[] UNIT = unit();

    private final ImageData data;
    private final int batchSize;
    private final long seed;
    private final Augmentation augmentation;
    private final int part;
    private final int parts;
    private volatile Epoch lastUsed;

    /**
     * Batches of images as they are.
     *
     * @param data the images
     * @param batchSize images per batch, at least 1
     * @param seed of the order
     */
    public Batches(ImageData data, int batchSize, long seed) {
        this(data, batchSize, seed, Augmentation.NONE);
    }

    /**
     * Batches of images that are changed a little each time they come.
     *
     * @param data the images
     * @param batchSize images per batch, at least 1
     * @param seed of the order and of the changes
     * @param augmentation the changes
     * @throws IllegalArgumentException if a batch is to have no images or more than an array can hold
     */
    public Batches(ImageData data, int batchSize, long seed, Augmentation augmentation) {
        this(data, batchSize, seed, augmentation, 0, 1);
    }

    private Batches(ImageData data, int batchSize, long seed, Augmentation augmentation, int part, int parts) {
        if (batchSize < 1 || (long) batchSize * data.imageBytes() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("Batches: expected a batch size from 1 to "
                    + (Integer.MAX_VALUE - 8) / data.imageBytes() + ", found " + batchSize);
        }
        this.data = data;
        this.batchSize = batchSize;
        this.seed = seed;
        this.augmentation = augmentation;
        this.part = part;
        this.parts = parts;
        this.lastUsed = new Epoch(0, order(data.count(), seed, 0));
    }

    /**
     * Parts of larger batches, cut into equal ones: together the parts of a step are the batch that {@code parts} times as many
     * images would make.
     *
     * @param number which part, from 0
     * @param of how many there are
     * @return the parts, as large as these batches
     */
    public Batches part(int number, int of) {
        Objects.checkIndex(number, of);
        return new Batches(data, batchSize, seed, augmentation, number, of);
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Epoch(long number, int[] order) {}

    /** {@return the images per batch, at least 1} */
    public int batchSize() {
        return batchSize;
    }

    /** {@return the images that the batches are drawn from} */
    public ImageData data() {
        return data;
    }

    /** {@return the elements of a batch of pixels: batch size x height x width x channels} */
    public int pixels() {
        return batchSize * data.imageBytes();
    }

    /**
     * Gives the batch of a step.
     *
     * @param step from 0
     * @param images receives {@code [batchSize, height, width, channels]}, bytes divided by 255
     * @param labels receives {@code [batchSize]}; -1 for none
     * @throws IllegalArgumentException if an array is too short or the step negative
     */
    public void fill(long step, float[] images, int[] labels) {
        if (step < 0 || images.length < pixels() || labels.length < batchSize) {
            throw new IllegalArgumentException("Batches.fill: expected a step from 0 and room for " + pixels()
                    + " pixels and " + batchSize + " labels, found step " + step + ", " + images.length + " and "
                    + labels.length);
        }
        int size = data.imageBytes();
        byte[] image = new byte[size];
        long first = Math.multiplyExact(Math.multiplyExact(step, (long) parts) + part, (long) batchSize);
        for (int b = 0; b < batchSize; b++) {
            long epoch = (first + b) / data.count();
            int position = (int) ((first + b) % data.count());
            int i = epoch(epoch).order[position];
            data.read(i, image, 0);
            augmentation.apply(image, data, seed, epoch, position);
            toUnit(image, images, b * size);
            labels[b] = data.label(i);
        }
    }

    /**
     * Gives the batches of the steps from {@code firstStep} on, made ahead by a thread of their own.
     *
     * @param firstStep the first
     * @param ahead how many batches to have ready at most, at least 1
     * @return the batches, to be closed
     */
    public Prefetch prefetch(long firstStep, int ahead) {
        return new Prefetch(this, firstStep, ahead);
    }

    /**
     * The order of images in an epoch: Fisher and Yates's shuffle, drawn from the seed and the epoch.
     *
     * @param count how many images
     * @param seed of the order
     * @param epoch from 0
     * @return a permutation of 0 to {@code count - 1}
     */
    public static int[] order(int count, long seed, long epoch) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = (int) Philox.below(i + 1L, seed, SHUFFLE_STREAM, epoch, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * Copies images in their own order, for evaluation.
     *
     * @param data the images
     * @param first the first to copy
     * @param count how many
     * @param images receives {@code [count, height, width, channels]}, bytes divided by 255
     * @param labels receives {@code [count]}; -1 for none
     * @throws IndexOutOfBoundsException if the images or the arrays do not reach so far
     */
    public static void copy(ImageData data, int first, int count, float[] images, int[] labels) {
        Objects.checkFromIndexSize(first, count, data.count());
        byte[] image = new byte[data.imageBytes()];
        for (int i = 0; i < count; i++) {
            data.read(first + i, image, 0);
            toUnit(image, images, i * image.length);
            labels[i] = data.label(first + i);
        }
    }

    /**
     * Images in their own order, as models take them.
     *
     * @param engine where they are to live
     * @param data the images
     * @param first the first of them
     * @param count how many
     * @return {@code [count, height, width, channels]}, bytes divided by 255
     * @throws IndexOutOfBoundsException if the images do not reach so far
     */
    public static Tensor tensor(Engine engine, ImageData data, int first, int count) {
        float[] pixels = new float[Math.multiplyExact(count, data.imageBytes())];
        copy(data, first, count, pixels, new int[count]);
        return engine.tensor(Shape.of(count, data.height(), data.width(), data.channels()), pixels);
    }

    private Epoch epoch(long number) {
        Epoch epoch = lastUsed;
        if (epoch.number != number) {
            epoch = new Epoch(number, order(data.count(), seed, number));
            lastUsed = epoch;
        }
        return epoch;
    }

    private static void toUnit(byte[] image, float[] images, int offset) {
        for (int k = 0; k < image.length; k++) {
            images[offset + k] = UNIT[image[k] & 0xFF];
        }
    }

    private static float[] unit() {
        float[] unit = new float[256];
        for (int i = 0; i < 256; i++) {
            unit[i] = i / 255f;
        }
        return unit;
    }
}
