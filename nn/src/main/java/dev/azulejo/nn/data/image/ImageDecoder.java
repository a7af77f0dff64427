package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.jpeg.JpegException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.IIOException;

/**
 * An image file that was opened: a PNG, JPEG, BMP or GIF, told by content. Its size is known, its pixels are still to be
 * decoded, to bytes of red, green and blue.
 *
 * <p>What is transparent is laid over white. Samples are taken as they are stored: no colour profile is applied, whatever the
 * format. The orientation that a camera notes is applied. Of an animation the first frame is taken, on its screen.
 */
public final class ImageDecoder implements AutoCloseable {
    /** More pixels than this are refused unseen: a few bytes of PNG can claim billions. */
    public static final long MAX_PIXELS = 100_000_000;

    private final Source source;
    private final Orientation orientation;

    private ImageDecoder(Source source, Orientation orientation) {
        this.source = source;
        this.orientation = orientation;
    }

    /**
     * Rows and columns.
     *
     * @param height rows
     * @param width columns
     */
    public record Size(int height, int width) {}

    /** A file that is no whole image; the message says why, in a few words. */
    public static final class NotAnImage extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * Says why.
         *
         * @param message why
         */
        public NotAnImage(String message) {
            super(message);
        }

        NotAnImage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Opens a file and reads its header.
     *
     * @param file which
     * @return the image; to be closed
     * @throws NotAnImage if it is none that can be read, or too large
     */
    public static ImageDecoder open(Path file) throws NotAnImage {
        return guarded(() -> {
            Source source = Source.open(file);
            try {
                if (source.height() < 1 || source.width() < 1) {
                    throw new NotAnImage("damaged (it is " + source.width() + "x" + source.height() + " pixels)");
                }
                if ((long) source.height() * source.width() > MAX_PIXELS) {
                    throw new NotAnImage(
                            "too large: " + source.width() + "x" + source.height() + " pixels, more than 100 million");
                }
                return new ImageDecoder(source, source.orientation());
            } catch (NotAnImage | RuntimeException e) {
                source.close();
                throw e;
            }
        });
    }

    /** {@return the rows and columns of the image as it is meant to be seen} */
    public Size size() {
        return orientation.swaps()
                ? new Size(source.width(), source.height())
                : new Size(source.height(), source.width());
    }

    /**
     * {@return the bytes that {@link #decode} takes at most, what it returns included: a function of the file, the same
     *     everywhere}
     */
    public long bytes() {
        return source.bytes() + 3L * source.height() * source.width();
    }

    /**
     * Reads the pixels; once.
     *
     * @return [height, width, 3]
     * @throws NotAnImage if the file is damaged or cut short
     */
    public byte[] decode() throws NotAnImage {
        return guarded(() -> {
            Canvas canvas = new Canvas(source.height(), source.width(), orientation);
            source.decode(canvas);
            return canvas.rgb();
        });
    }

    @Override
    public void close() {
        source.close();
    }

    private interface Work<T> {
        T run() throws IOException, NotAnImage, JpegException;
    }

    private static <T> T guarded(Work<T> work) throws NotAnImage {
        try {
            return work.run();
        } catch (JpegException e) {
            throw new NotAnImage(e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw new NotAnImage("permission denied", e);
        } catch (NoSuchFileException e) {
            throw new NotAnImage("no such file", e);
        } catch (EOFException e) {
            throw new NotAnImage("cut short", e);
        } catch (IIOException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new NotAnImage(cause instanceof EOFException ? "cut short" : "damaged (" + said(cause) + ")", e);
        } catch (IOException e) {
            throw new NotAnImage(said(e), e);
        } catch (RuntimeException e) {
            // The JDK's readers throw all kinds of these on damaged files.
            throw new NotAnImage("damaged (" + said(e) + ")", e);
        }
    }

    private static String said(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message.strip();
    }
}
