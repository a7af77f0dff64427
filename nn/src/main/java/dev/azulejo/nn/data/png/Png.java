package dev.azulejo.nn.data.png;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG of any kind. Read are header, palette, transparency, orientation and data; the rest (profiles, texts, times) is skipped
 * unseen, so that nothing odd in it can spoil an image. Checksums are checked where pixels come of it.
 *
 * <p>Written here, though the JDK reads PNG: its reader takes a third of the time of small images, checks no sums of the data, and
 * shows the samples only through colour models.
 */
public final class Png {
    private static final int SIGNATURE = 8;

    /** Length, type and checksum. */
    private static final int AROUND = 12;

    /** Where the pixels are of each of the images that an interlaced one is made of: the first row and column, and steps. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}
    };

    private Header header;
    private byte[] palette;
    private byte[] transparency;
    private byte[] exif = new byte[0];
    private int data = SIGNATURE;

    private record Chunk(String type, ByteBuffer content) {
        byte[] bytes() {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            return bytes;
        }
    }

    private Png() {}

    /**
     * Reads the chunks before the data.
     *
     * @param file its bytes, or as many from the first on as there are before the data
     * @return the image, still to be decoded
     * @throws EOFException if there are fewer bytes
     * @throws IOException if it is damaged, in a few words
     */
    public static Png open(byte[] file) throws IOException {
        Png png = new Png();
        while (!isData(file, png.data)) {
            png.header(file);
        }
        if (png.header == null) {
            throw outOfPlace("IDAT");
        }
        if (png.header.type() == Header.PALETTE && png.palette == null) {
            throw new IOException("damaged (it has no palette)");
        }
        return png;
    }

    private void header(byte[] file) throws IOException {
        Chunk chunk = chunk(file, data);
        String type = chunk.type;
        if (type.equals("IHDR") && header == null && data == SIGNATURE) {
            check(file, data);
            header = Header.of(chunk.content);
        } else if (type.equals("PLTE") && palette == null) {
            check(file, data);
            palette = chunk.bytes();
        } else if (type.equals("tRNS") && transparency == null) {
            check(file, data);
            transparency = chunk.bytes();
        } else if (Character.isUpperCase(type.charAt(0))) {
            throw outOfPlace(type);
        } else if (type.equals("eXIf")) {
            exif = chunk.bytes();
        }
        data += chunk.content.capacity() + AROUND;
    }

    /** {@return the columns of the image as the header says} */
    public int width() {
        return header.width();
    }

    /** {@return the rows of the image as the header says} */
    public int height() {
        return header.height();
    }

    /** {@return the TIFF structure with what a camera notes; nothing if there is none} */
    public byte[] exif() {
        return exif.clone();
    }

    /** {@return the bytes that {@link #decode} takes for rows} */
    public long bytes() {
        long row = Math.ceilDiv((long) header.samples() * header.depth() * header.width(), Byte.SIZE);
        return Rows.bytes(row, header.height()) + 3L * header.width();
    }

    /** Takes pixels of an image. */
    public interface Sink {
        /**
         * Takes some of a row beside each other.
         *
         * @param y the row
         * @param x the column of the first
         * @param count how many
         * @param rgb holds them, among others, and is used again
         * @param from where their bytes begin: [count, 3]
         */
        void pixels(int y, int x, int count, byte[] rgb, int from);
    }

    /**
     * Reads all pixels.
     *
     * @param file the whole file
     * @param sink takes them
     * @throws EOFException if the file is cut short; then {@code sink} may have been given some, as whenever this fails
     * @throws IOException if it is damaged, in a few words
     */
    public void decode(byte[] file, Sink sink) throws IOException {
        List<ByteBuffer> parts = new ArrayList<>();
        int at = data;
        for (; isData(file, at); at += parts.getLast().capacity() + AROUND) {
            parts.add(chunk(file, at).content);
            check(file, at);
        }
        chunk(file, at);
        Pixels pixels = new Pixels(
                header, palette == null ? new byte[0] : palette, transparency == null ? new byte[0] : transparency);
        byte[] rgb = new byte[3 * header.width()];
        try (Rows rows = new Rows(header, parts)) {
            if (header.interlaced()) {
                interlaced(rows, pixels, rgb, sink);
            } else if (pixels.areBytes()) {
                rows.read(
                        header.height(),
                        header.width(),
                        (y, row, from) -> sink.pixels(y, 0, header.width(), row, from));
            } else {
                rows.read(header.height(), header.width(), (y, row, from) -> {
                    pixels.row(row, from, header.width(), rgb);
                    sink.pixels(y, 0, header.width(), rgb, 0);
                });
            }
        }
    }

    private void interlaced(Rows rows, Pixels pixels, byte[] rgb, Sink sink) throws IOException {
        for (int[] pass : PASSES) {
            int height = Math.ceilDiv(header.height() - pass[0], pass[2]);
            int width = Math.ceilDiv(header.width() - pass[1], pass[3]);
            if (height > 0 && width > 0) {
                rows.read(height, width, (y, row, from) -> {
                    pixels.row(row, from, width, rgb);
                    for (int x = 0; x < width; x++) {
                        sink.pixels(pass[0] + y * pass[2], pass[1] + x * pass[3], 1, rgb, 3 * x);
                    }
                });
            }
        }
    }

    private static boolean isData(byte[] file, int at) throws IOException {
        return type(file, at).equals("IDAT");
    }

    private static String type(byte[] file, int at) throws IOException {
        if (at + 8 > file.length) {
            throw new EOFException();
        }
        return new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static Chunk chunk(byte[] file, int at) throws IOException {
        String type = type(file, at);
        int length = ByteBuffer.wrap(file).getInt(at);
        if (length < 0) {
            throw new IOException("damaged (a chunk of more than 2 GiB)");
        }
        if (at + AROUND + (long) length > file.length) {
            throw new EOFException();
        }
        return new Chunk(type, ByteBuffer.wrap(file, at + 8, length).slice());
    }

    private static void check(byte[] file, int at) throws IOException {
        int length = ByteBuffer.wrap(file).getInt(at);
        CRC32 sum = new CRC32();
        sum.update(file, at + 4, 4 + length);
        if (ByteBuffer.wrap(file).getInt(at + 8 + length) != (int) sum.getValue()) {
            throw new IOException("damaged (the checksum of its " + type(file, at) + " is wrong)");
        }
    }

    private static IOException outOfPlace(String type) {
        boolean isName = type.chars().allMatch(c -> c < 128 && Character.isLetter(c));
        return new IOException("damaged (its chunk " + (isName ? type : "without a name") + " is out of place)");
    }
}
