package dev.azulejo.nn.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes a PNG, JPEG, BMP or GIF file (told by content; of an animation the first frame) to bytes of red, green and
 * blue.
 *
 * <p>What is transparent is laid over white. Samples are taken as they are stored: no colour profile is applied, as in
 * Pillow, and the orientation that a camera notes is not either.
 */
final class ImageDecoder {
    /** More pixels than this are refused unseen: a few bytes of PNG can claim billions. */
    static final long MAX_PIXELS = 100_000_000;

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif");

    private ImageDecoder() {}

    /** An image; {@code rgb} is [height, width, 3]. */
    @SuppressWarnings("ArrayRecordComponent") // Passed on at once, never compared.
    record Decoded(int height, int width, byte[] rgb) {}

    /** Rows and columns. */
    record Size(int height, int width) {}

    /** A file that is no whole image; the message says why, in a few words. */
    static final class NotAnImage extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnImage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Reads an image's size from its header. */
    static Size size(Path file) throws NotAnImage {
        return open(file, ImageDecoder::checkedSize);
    }

    /** Reads an image whole. */
    static Decoded decode(Path file) throws NotAnImage {
        return open(file, reader -> {
            checkedSize(reader);
            // A cut JPEG is but a warning to its reader, which makes up the rest in grey. Extra bytes between its parts
            // are one too, but common and harmless.
            String[] fault = new String[1];
            reader.addIIOReadWarningListener((source, warning) -> {
                String lower = warning.toLowerCase(Locale.ROOT);
                if (!lower.contains("extraneous")
                        && (lower.contains("premature") || lower.contains("corrupt") || lower.contains("truncat"))) {
                    fault[0] = warning;
                }
            });
            BufferedImage image = reader.read(0);
            if (fault[0] != null) {
                throw new NotAnImage(fault[0], null);
            }
            return new Decoded(image.getHeight(), image.getWidth(), rgb(image));
        });
    }

    private interface Use<T> {
        T of(ImageReader reader) throws IOException, NotAnImage;
    }

    private static Size checkedSize(ImageReader reader) throws IOException, NotAnImage {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        if ((long) height * width > MAX_PIXELS) {
            throw new NotAnImage("too large: " + width + "x" + height + " pixels", null);
        }
        return new Size(height, width);
    }

    private static <T> T open(Path file, Use<T> use) throws NotAnImage {
        try {
            if (Files.size(file) == 0) {
                throw new NotAnImage("the file is empty", null);
            }
            try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
                ImageReader reader = reader(in);
                try {
                    reader.setInput(in, true, true);
                    return use.of(reader);
                } finally {
                    reader.dispose();
                }
            }
        } catch (AccessDeniedException e) {
            throw new NotAnImage("permission denied", e);
        } catch (EOFException e) {
            throw new NotAnImage("cut short", e);
        } catch (IOException e) {
            Throwable cause = e.getCause() instanceof EOFException ? e.getCause() : e;
            throw new NotAnImage(cause instanceof EOFException ? "cut short" : said(e), e);
        } catch (RuntimeException e) {
            // The JDK's readers throw all kinds of these on damaged files.
            throw new NotAnImage("damaged (" + said(e) + ")", e);
        } catch (OutOfMemoryError e) {
            throw new NotAnImage("too large for the memory", e);
        }
    }

    private static ImageReader reader(ImageInputStream in) throws IOException, NotAnImage {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new NotAnImage("not a PNG, JPEG, BMP or GIF image", null);
    }

    private static String said(Exception e) {
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName();
        }
        return message.equals("Unsupported Image Type")
                ? "its kind of colours cannot be read (CMYK?)"
                : message.strip();
    }

    private static byte[] rgb(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        int type = colors.getColorSpace().getType();
        boolean plain = colors instanceof ComponentColorModel
                && !colors.isAlphaPremultiplied()
                && (colors.getTransferType() == DataBuffer.TYPE_BYTE
                        || colors.getTransferType() == DataBuffer.TYPE_USHORT)
                && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY);
        return plain ? samples(image) : converted(image);
    }

    /** Component images as stored: getRGB would brighten grey ones, whose colour space it takes for linear. */
    private static byte[] samples(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        int colors = image.getColorModel().getNumColorComponents();
        int bits = image.getColorModel().getComponentSize(0);
        int[] row = new int[width * bands];
        byte[] out = new byte[image.getHeight() * width * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int pixel = x * bands;
                int alpha = bands > colors ? eight(row[pixel + colors], bits) : 255;
                for (int c = 0; c < 3; c++) {
                    out[at++] = overWhite(eight(row[pixel + (colors == 1 ? 0 : c)], bits), alpha);
                }
            }
        }
        return out;
    }

    /** Palettes, packed pixels and rarer colour spaces. */
    private static byte[] converted(BufferedImage image) {
        int width = image.getWidth();
        int[] row = new int[width];
        byte[] out = new byte[image.getHeight() * width * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                int alpha = argb >>> 24;
                out[at++] = overWhite(argb >> 16 & 0xFF, alpha);
                out[at++] = overWhite(argb >> 8 & 0xFF, alpha);
                out[at++] = overWhite(argb & 0xFF, alpha);
            }
        }
        return out;
    }

    private static int eight(int sample, int bits) {
        int most = (1 << bits) - 1;
        return bits == 8 ? sample : (sample * 255 + most / 2) / most;
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
