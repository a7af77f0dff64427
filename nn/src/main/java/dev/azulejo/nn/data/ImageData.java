package dev.azulejo.nn.data;

import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.message.UserException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Images of one size, with or without labels: immutable, in a fixed order, read at random by any number of threads.
 *
 * <p>A pixel is {@code channels} unsigned bytes, an image {@code [height, width, channels]} row by row.
 */
public interface ImageData {
    /** {@return the source of the images, for people, such as {@code fashion-mnist} or a path} */
    String name();

    /** {@return the number of images, at least 1} */
    int count();

    /** {@return the rows of every image, at least 1} */
    int height();

    /** {@return the columns of every image, at least 1} */
    int width();

    /** {@return the bytes of a pixel: 1 (grey) or 3 (red, green, blue)} */
    int channels();

    /** {@return the names of the classes, a label being a position in this list; empty if the images have no labels} */
    List<String> classes();

    /**
     * The class of an image.
     *
     * @param i from 0 to {@code count() - 1}
     * @return a position in {@link #classes()}, or -1 if it has none
     */
    int label(int i);

    /**
     * Copies the pixels of an image.
     *
     * @param i from 0 to {@code count() - 1}
     * @param destination receives {@link #imageBytes()} bytes
     * @param offset the first byte written
     */
    void read(int i, byte[] destination, int offset);

    /** {@return the bytes of an image: height x width x channels} */
    default int imageBytes() {
        return height() * width() * channels();
    }

    /**
     * Says whether two sources hold the same images: SHA-256 over the sizes, the classes, the labels and all pixels, so
     * it reads everything once (about 1 GB/s per core); the name and how the images are stored do not count.
     *
     * @return 64 hexadecimal digits
     */
    default String fingerprint() {
        return Fingerprint.of(this);
    }

    /**
     * A range of these images, without copying.
     *
     * @param from the first
     * @param to one after the last
     * @return images {@code from} to {@code to - 1}
     * @throws IndexOutOfBoundsException if the range is not within these images
     * @throws IllegalArgumentException if it is empty
     */
    default ImageData subset(int from, int to) {
        Objects.checkFromToIndex(from, to, count());
        return select(IntStream.range(from, to).toArray());
    }

    /**
     * Some of these images, in the order asked for, without copying.
     *
     * @param indices positions of images in this source
     * @return those images
     * @throws IndexOutOfBoundsException if one is not there
     * @throws IllegalArgumentException if there are none
     */
    default ImageData select(int... indices) {
        return new SelectedImages(this, indices);
    }

    /**
     * These images with a border of zeros, the image in the middle; what is odd goes below and to the right.
     *
     * @param height new rows
     * @param width new columns
     * @return a view, or these images if nothing changes
     * @throws IllegalArgumentException if the new size is smaller
     */
    default ImageData pad(int height, int width) {
        return height == height() && width == width() ? this : new PaddedImages(this, height, width);
    }

    /**
     * These images with both sides padded up to a multiple, as {@link #pad}.
     *
     * @param multiple at least 1
     * @return a view, or these images if nothing changes
     */
    default ImageData padToMultiple(int multiple) {
        return pad(Math.ceilDiv(height(), multiple) * multiple, Math.ceilDiv(width(), multiple) * multiple);
    }

    /**
     * These images in grey or in colour: grey is (299 R + 587 G + 114 B) / 1000, rounded (Rec. 601), and colour of grey
     * is three equal channels.
     *
     * @param channels 1 or 3
     * @return a view, or these images if nothing changes
     * @throws UserException if it is another number
     */
    default ImageData withChannels(int channels) {
        if (channels != 1 && channels != 3) {
            throw new UserException("cannot make images of " + channels + " channels; ask for 1 (grey) or 3 (colour)");
        }
        return channels == channels() ? this : new RecolouredImages(this, channels);
    }

    /**
     * These images and then others.
     *
     * @param others of the same size, channels and classes
     * @return a view of both
     * @throws IllegalArgumentException if they differ in size, channels or classes
     */
    default ImageData followedBy(ImageData others) {
        return new JoinedImages(this, others);
    }

    /**
     * These images with rows and columns exchanged.
     *
     * @return a view
     */
    default ImageData transposed() {
        return new TransposedImages(this);
    }

    /**
     * These images with the classes of others.
     *
     * @param classes names of the classes
     * @param numbers for each class of these images its position in {@code classes}, or -1
     * @return a view
     */
    default ImageData relabelled(List<String> classes, int... numbers) {
        return new RelabelledImages(this, classes, numbers);
    }

    /**
     * Square images of an asked size: the shorter side is resized to it, then the middle is cropped.
     *
     * @param size side in pixels
     * @return a copy, or these images if nothing changes
     * @throws UserException if the size is not from 1 to {@value ImageResize#MAX_SIZE} or there is no memory for them
     */
    default ImageData resizeTo(int size) {
        ImageResize.checkSize(size);
        return size == height() && size == width() ? this : ArrayImageData.resized(this, size);
    }
}
