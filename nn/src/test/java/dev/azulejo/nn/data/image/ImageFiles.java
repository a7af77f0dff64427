package dev.azulejo.nn.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Makes small image files byte by byte. */
final class ImageFiles {
    private ImageFiles() {}

    static byte[] encoded(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A picture of which no turn or reflection is like another. */
    static BufferedImage picture(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (40 + 200 * x / width) << 16 | (200 * y / height) << 8 | (x * y * 7 & 63));
            }
        }
        return image;
    }

    static byte[] rgb(BufferedImage image) {
        byte[] out = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < out.length; i += 3) {
            int pixel = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
            out[i] = (byte) (pixel >> 16);
            out[i + 1] = (byte) (pixel >> 8);
            out[i + 2] = (byte) pixel;
        }
        return out;
    }

    static byte[] join(byte[]... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] one : all) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    static byte[] insert(byte[] file, int at, byte[] bytes) {
        return join(Arrays.copyOf(file, at), bytes, Arrays.copyOfRange(file, at, file.length));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] pngChunk(String type, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(ascii(type));
        sum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(ascii(type))
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }

    /** A PNG of one row: the first greys of so many bits, one of which is transparent. */
    static byte[] greys(int bits, int count, int key) {
        byte[] line = new byte[1 + Math.ceilDiv(bits * count, 8)];
        for (int bit = 0; bit < bits * count; bit++) {
            int value = bit / bits;
            if ((value >> (bits - 1 - bit % bits) & 1) == 1) {
                line[1 + bit / 8] |= (byte) (0x80 >> bit % 8);
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        byte[] header =
                ByteBuffer.allocate(13).putInt(count).putInt(1).put((byte) bits).array();
        return join(
                ascii("\u0089PNG\r\n\u001a\n"),
                pngChunk("IHDR", header),
                pngChunk("tRNS", new byte[] {0, (byte) key}),
                pngChunk("IDAT", packed.toByteArray()),
                pngChunk("IEND", new byte[0]));
    }

    /** What a camera notes of the orientation, among other things. */
    static byte[] exif(int orientation, ByteOrder order) {
        return ByteBuffer.allocate(38)
                .order(ByteOrder.BIG_ENDIAN)
                .put(ascii(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"))
                .order(order)
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x0100)
                .putShort((short) 3)
                .putInt(1)
                .putInt(0)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    static byte[] jpegSegment(int marker, byte[] content) {
        return join(
                new byte[] {(byte) 0xFF, (byte) marker, (byte) ((content.length + 2) >> 8), (byte) (content.length + 2)
                },
                content);
    }

    /** A GIF of a red frame of so many pixels somewhere on a screen, none of it compressed: codes of nine bits, cleared in time. */
    static byte[] gif(int screenWidth, int screenHeight, int left, int top, int width, int height, boolean clear) {
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("GIF89a")).putShort((short) screenWidth).putShort((short) screenHeight);
        // Four colours, the last is the background: blue.
        out.put((byte) 0xA1).put((byte) 3).put((byte) 0);
        out.put(new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 1, 2, 3, 0, 0, (byte) 255});
        if (clear) {
            out.put(new byte[] {0x21, (byte) 0xF9, 4, 1, 0, 0, 1, 0});
        }
        out.put((byte) 0x2C).putShort((short) left).putShort((short) top);
        out.putShort((short) width).putShort((short) height).put((byte) 0).put((byte) 8);
        int[] codes = new int[2 * width * height + 2];
        int count = 0;
        for (int i = 0; i < width * height; i++) {
            if (i % 100 == 0) {
                codes[count++] = 256;
            }
            codes[count++] = i == width * height - 1 ? 1 : 0;
        }
        codes[count++] = 257;
        byte[] bits = new byte[(9 * count + 7) / 8];
        for (int i = 0; i < 9 * count; i++) {
            bits[i / 8] |= (byte) ((codes[i / 9] >> i % 9 & 1) << i % 8);
        }
        for (int at = 0; at < bits.length; at += 255) {
            int n = Math.min(255, bits.length - at);
            out.put((byte) n).put(bits, at, n);
        }
        out.put((byte) 0).put((byte) 0x3B);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A BMP with a header of some version, in 24 bits. */
    static byte[] bmp(BufferedImage image, int header, boolean fromTop, int colours, byte[] profile) {
        int width = image.getWidth();
        int height = image.getHeight();
        int line = (3 * width + 3) / 4 * 4;
        ByteBuffer out = ByteBuffer.allocate(14 + header + line * height + profile.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("BM")).putInt(out.capacity()).putInt(0).putInt(14 + header);
        out.putInt(header).putInt(width).putInt(fromTop ? -height : height).putShort((short) 1);
        out.putShort((short) 24).putInt(0).putInt(line * height);
        if (header >= 108) {
            out.putInt(70, colours);
        }
        if (header >= 124) {
            out.putInt(126, header + line * height).putInt(130, profile.length);
        }
        for (int row = 0; row < height; row++) {
            out.position(14 + header + row * line);
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(x, fromTop ? row : height - 1 - row);
                out.put((byte) rgb).put((byte) (rgb >> 8)).put((byte) (rgb >> 16));
            }
        }
        out.position(14 + header + line * height).put(profile);
        return out.array();
    }
}
