package dev.azulejo.nn.data;

import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.pixels.PixelStore;
import dev.azulejo.nn.message.Counted;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Images that were loaded: on the heap, or in a scratch file if they are too many for it. */
public final class ArrayImageData implements ImageData {
    private final String name;
    private final int count;
    private final int height;
    private final int width;
    private final int channels;
    private final List<String> classes;
    private final int[] labels;
    private final PixelStore pixels;

    /**
     * Images in a store; all that it is given is kept, not copied.
     *
     * @param name where they come from, for people
     * @param count how many
     * @param height rows
     * @param width columns
     * @param channels 1 or 3
     * @param classes names of the classes, may be empty
     * @param labels a position in {@code classes} or -1 for each image, or empty if there are none
     * @param pixels holds them
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    @SuppressWarnings("exports") // For the rooms that read images; others have `of`.
    public ArrayImageData(
            String name,
            int count,
            int height,
            int width,
            int channels,
            List<String> classes,
            int[] labels,
            PixelStore pixels) {
        this.name = Objects.requireNonNull(name, "name");
        this.count = count;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.classes = List.copyOf(classes);
        this.labels = labels;
        this.pixels = pixels;
        if (count < 1 || height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("ArrayImageData: expected at least one image of at least one pixel of 1"
                    + " or 3 channels, found [" + count + ", " + height + ", " + width + ", " + channels + "]");
        }
        if (labels.length != 0 && labels.length != count) {
            throw new IllegalArgumentException(
                    "ArrayImageData: expected " + Counted.of(count, "label") + " or none, found " + labels.length);
        }
        for (int label : labels) {
            if (label < -1 || label >= classes.size()) {
                throw new IllegalArgumentException(
                        "ArrayImageData: expected labels from -1 to " + (classes.size() - 1) + ", found " + label);
            }
        }
    }

    /**
     * Images in an array.
     *
     * @param name where they come from, for people
     * @param height rows
     * @param width columns
     * @param channels 1 or 3
     * @param classes names of the classes, may be empty
     * @param labels a position in {@code classes} or -1 for each image, or empty if there are none
     * @param pixels {@code [count, height, width, channels]}; kept, not copied
     * @return the images
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    public static ArrayImageData of(
            String name, int height, int width, int channels, List<String> classes, int[] labels, byte[] pixels) {
        int imageBytes = Math.multiplyExact(Math.multiplyExact(height, width), channels);
        if (imageBytes < 1 || pixels.length % imageBytes != 0) {
            throw new IllegalArgumentException("ArrayImageData.of: " + pixels.length + " bytes are no whole number of "
                    + height + "x" + width + "x" + channels + " images");
        }
        int count = pixels.length / imageBytes;
        return new ArrayImageData(
                name,
                count,
                height,
                width,
                channels,
                classes,
                labels.clone(),
                PixelStore.of(count, imageBytes, pixels));
    }

    /** Square copies of images, in parallel; the order stays. */
    static ArrayImageData resized(ImageData data, int size) {
        PixelStore pixels = PixelStore.allocate(data.count(), size * size * data.channels());
        IntStream.range(0, data.count()).parallel().forEach(i -> {
            byte[] image = new byte[data.imageBytes()];
            data.read(i, image, 0);
            pixels.write(i, ImageResize.square(image, data.height(), data.width(), data.channels(), size), 0);
        });
        int[] labels = IntStream.range(0, data.count()).map(data::label).toArray();
        return new ArrayImageData(
                data.name(), data.count(), size, size, data.channels(), data.classes(), labels, pixels);
    }

    /**
     * The same images with other class names.
     *
     * @param names at least as many as there are labels
     * @return images that share the pixels
     */
    public ArrayImageData withClasses(List<String> names) {
        return new ArrayImageData(name, count, height, width, channels, names, labels, pixels);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int i) {
        Objects.checkIndex(i, count);
        return labels.length == 0 ? -1 : labels[i];
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        Objects.checkIndex(i, count);
        Objects.checkFromIndexSize(offset, imageBytes(), destination.length);
        pixels.read(i, destination, offset);
    }
}
