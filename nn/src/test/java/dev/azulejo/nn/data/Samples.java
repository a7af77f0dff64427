package dev.azulejo.nn.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Makes small data files. */
@SuppressWarnings("exports") // Of tests alone.
public final class Samples {
    private Samples() {}

    /** Pixel values that tell every image, row, column and channel apart. */
    public static byte value(int image, int y, int x, int c) {
        return (byte) (image * 31 + y * 7 + x * 3 + c * 101);
    }

    public static ArrayImageData images(int count, int height, int width, int channels) {
        byte[] pixels = new byte[count * height * width * channels];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < channels; c++) {
                        pixels[at++] = value(i, y, x, c);
                    }
                }
            }
        }
        int[] labels = IntStream.range(0, count).map(i -> i % 3).toArray();
        return ArrayImageData.of("sample", height, width, channels, numbered(3), labels, pixels);
    }

    public static byte[] idxImages(int count, int height, int width) {
        ByteBuffer out = ByteBuffer.allocate(16 + count * height * width);
        out.putInt(0x803).putInt(count).putInt(height).putInt(width);
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    out.put(value(i, y, x, 0));
                }
            }
        }
        return out.array();
    }

    public static byte[] idxLabels(int count, int classes) {
        ByteBuffer out = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            out.put((byte) (i % classes));
        }
        return out.array();
    }

    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** Records of CIFAR-10: label, red plane, green plane, blue plane. */
    public static byte[] cifar(int first, int count) {
        ByteBuffer out = ByteBuffer.allocate(count * 3073);
        for (int i = first; i < first + count; i++) {
            out.put((byte) (i % 10));
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        out.put(value(i, y, x, c));
                    }
                }
            }
        }
        return out.array();
    }

    /** A smooth picture, which survives JPEG. */
    public static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | (x * 200 / width + 20) << 16 | (y * 200 / height + 20) << 8 | 0x40);
            }
        }
        return image;
    }

    public static Path save(BufferedImage image, String format, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (!ImageIO.write(image, format, file.toFile())) {
            throw new IOException("no writer of " + format);
        }
        return file;
    }

    public static byte[] read(ImageData data, int i) {
        byte[] image = new byte[data.imageBytes()];
        data.read(i, image, 0);
        return image;
    }

    /** Names of classes: their numbers. */
    public static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
