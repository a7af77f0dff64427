package dev.azulejo.nn.data.records;

import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.pixels.PixelStore;
import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.Counted;
import dev.azulejo.nn.message.UserException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads IDX files, the format of MNIST and its descendants, compressed with gzip or not (told by content).
 *
 * <p>Big-endian: a magic number, a 32-bit size for each dimension, then unsigned bytes. Images are {@code idx3-ubyte}
 * (magic 0x00000803; count, rows, columns), labels {@code idx1-ubyte} (magic 0x00000801; count).
 */
public final class Idx {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    /** No deflate stream holds more than this many times its own bytes. */
    private static final long MOST_DEFLATED = 1032;

    private Idx() {}

    /**
     * Reads grey images and, if a file of them is given, their labels.
     *
     * @param name what the images are called
     * @param images an {@code idx3-ubyte} file
     * @param labels an {@code idx1-ubyte} file of as many labels, or null
     * @return the images; classes are named by their numbers
     * @throws UserException naming the file, what was found and what was expected, if one is missing, cut short, longer
     *     than its header says or of another kind, or if the counts differ
     */
    public static ArrayImageData read(String name, Path images, Path labels) {
        byte[] labelBytes = labels == null ? null : labels(images, labels);
        return fromFile(images, in -> images(name, in, labelBytes));
    }

    /**
     * Reads streams that are trusted to hold what their headers say; both are closed.
     *
     * @param name where the images come from, for people
     * @param images the images
     * @param imagesName what errors call them
     * @param labels their labels
     * @param labelsName what errors call them
     * @return the images, with numbers for classes
     */
    public static ArrayImageData read(
            String name, InputStream images, String imagesName, InputStream labels, String labelsName) {
        byte[] labelBytes = parse(labels, Long.MAX_VALUE, labelsName, in -> labels(in, labels(in)));
        return parse(images, Long.MAX_VALUE, imagesName, in -> images(name, in, labelBytes));
    }

    private interface Parser<T> {
        T parse(Source in) throws IOException;
    }

    /** An open file: the name for errors, and the most bytes that it can hold once it is inflated. */
    private record Source(InputStream in, String name, long most) {
        int word(String what) throws IOException {
            byte[] bytes = in.readNBytes(4);
            if (bytes.length < 4) {
                throw new UserException(name + ": it ends in its header, before " + what + "; expected an IDX file");
            }
            return ByteBuffer.wrap(bytes).getInt();
        }

        void magic(int expected, String kind) throws IOException {
            int found = word("the magic number");
            if (found != expected) {
                String also = found == LABELS ? " (labels)" : found == IMAGES ? " (images)" : "";
                throw new UserException(String.format(
                        Locale.ROOT,
                        "%s: expected the magic number 0x%08x of IDX %s, found 0x%08x%s",
                        name,
                        expected,
                        kind,
                        found,
                        also));
            }
        }

        int size(String what, int limit) throws IOException {
            int size = word(what);
            if (size < 1 || size > limit) {
                throw new UserException(name + ": expected " + what + " from 1 to " + limit + ", found "
                        + Integer.toUnsignedString(size));
            }
            return size;
        }

        void expect(long bytes) {
            if (bytes > most) {
                throw new UserException(name + ": its header asks for " + bytes + " bytes, but the file holds at most "
                        + most + "; it is cut short or its header lies: fetch it again");
            }
        }

        void end() throws IOException {
            if (in.read() >= 0) {
                throw new UserException(name + ": it goes on after the last of what its header says; fetch it again");
            }
        }
    }

    private static ArrayImageData images(String name, Source source, byte[] labels) throws IOException {
        source.magic(IMAGES, "images");
        int count = source.size("the number of images", Integer.MAX_VALUE);
        int height = source.size("the number of rows", ImageResize.MAX_SIZE);
        int width = source.size("the number of columns", ImageResize.MAX_SIZE);
        int imageBytes = height * width;
        source.expect((long) count * imageBytes);
        PixelStore pixels = PixelStore.allocate(count, imageBytes);
        byte[] image = new byte[imageBytes];
        for (int i = 0; i < count; i++) {
            int n = source.in.readNBytes(image, 0, imageBytes);
            if (n < imageBytes) {
                throw new UserException(source.name + ": it ends in image " + (i + 1) + " of " + count
                        + "; it is cut short, fetch it again");
            }
            pixels.write(i, image, 0);
        }
        source.end();
        int[] classes = new int[labels == null ? 0 : count];
        int most = -1;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels[i] & 0xFF;
            most = Math.max(most, classes[i]);
        }
        List<String> names = numbered(most + 1);
        return new ArrayImageData(name, count, height, width, 1, names, classes, pixels);
    }

    /** As many labels as there are images: a small file that inflates to a gigabyte of them is refused by its header. */
    private static byte[] labels(Path images, Path labels) {
        int expected = fromFile(images, in -> {
            in.magic(IMAGES, "images");
            return in.size("the number of images", Integer.MAX_VALUE);
        });
        return fromFile(labels, in -> {
            int count = labels(in);
            if (count != expected) {
                throw new UserException(images + ": it has " + Counted.of(expected, "image")
                        + ", but their file of labels has " + count);
            }
            return labels(in, count);
        });
    }

    private static int labels(Source source) throws IOException {
        source.magic(LABELS, "labels");
        return source.size("the number of labels", Integer.MAX_VALUE - 8);
    }

    private static byte[] labels(Source source, int count) throws IOException {
        source.expect(count);
        byte[] labels = source.in.readNBytes(count);
        if (labels.length < count) {
            throw new UserException(source.name + ": it ends after " + labels.length + " of " + count
                    + " labels; it is cut short, fetch it again");
        }
        source.end();
        return labels;
    }

    private static <T> T fromFile(Path file, Parser<T> parser) {
        try {
            return parse(Files.newInputStream(file), Files.size(file), file.toString(), parser);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    private static <T> T parse(InputStream raw, long size, String name, Parser<T> parser) {
        try (BufferedInputStream stored = new BufferedInputStream(raw, 1 << 16)) {
            stored.mark(2);
            boolean zipped = stored.read() == 0x1F && stored.read() == 0x8B;
            stored.reset();
            if (!zipped) {
                return parser.parse(new Source(stored, name, size));
            }
            long most = size > Long.MAX_VALUE / MOST_DEFLATED ? Long.MAX_VALUE : size * MOST_DEFLATED;
            try (InputStream inflated = new BufferedInputStream(new GZIPInputStream(stored, 1 << 16), 1 << 16)) {
                return parser.parse(new Source(inflated, name, most));
            }
        } catch (ZipException | EOFException e) {
            throw new UserException(name + ": its gzip data is damaged or cut short; fetch it again", e);
        } catch (IOException e) {
            throw new UserException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    /** Names for classes that have none: their numbers. */
    static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
