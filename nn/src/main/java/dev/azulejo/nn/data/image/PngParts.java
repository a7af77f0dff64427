package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG that make its pixels: signature, header, palette, transparency and data. The rest (profiles,
 * texts, times) is skipped unseen except for the orientation, so that nothing odd in it can spoil an image.
 */
final class PngParts {
    private static final int SIGNATURE = 8;

    /** Length, type and checksum. */
    private static final int AROUND = 12;

    /** The place where the header says how many bits a sample has, and then what the samples are. */
    private static final int DEPTH = 24;

    private static final int GREY = 0;

    private static final int MOST_EXIF = 1 << 20;

    private final PartsStream file;
    private final List<PartsStream.Part> parts = new ArrayList<>(List.of(PartsStream.Part.of(0, SIGNATURE)));
    private Orientation orientation = Orientation.UPRIGHT;
    private long at = SIGNATURE;
    private long data;

    private record Chunk(String type, int length) {
        boolean isCritical() {
            return Character.isUpperCase(type.charAt(0));
        }
    }

    /** Reads the chunks before the data. */
    PngParts(PartsStream file) throws IOException, NotAnImage {
        this.file = file;
        file.setByteOrder(ByteOrder.BIG_ENDIAN);
        boolean palette = false;
        boolean transparency = false;
        for (Chunk chunk = next(); !chunk.type.equals("IDAT"); chunk = next()) {
            boolean kept = switch (chunk.type) {
                case "IHDR" -> at == SIGNATURE;
                case "PLTE" -> !palette;
                case "tRNS" -> !transparency;
                default -> false;
            };
            palette |= chunk.type.equals("PLTE");
            transparency |= chunk.type.equals("tRNS");
            if (kept) {
                check(chunk);
                parts.add(chunk.type.equals("tRNS") ? transparency(chunk) : asItIs(chunk));
            } else if (chunk.isCritical()) {
                throw new NotAnImage("damaged (its chunk " + inWords(chunk.type) + " is out of place)");
            } else if (chunk.type.equals("eXIf") && chunk.length <= MOST_EXIF) {
                byte[] exif = new byte[chunk.length];
                file.readFully(exif);
                orientation = Orientation.of(exif);
            }
            at += chunk.length + (long) AROUND;
        }
        data = at;
        parts.add(PartsStream.Part.of(data, file.length() - data));
    }

    List<PartsStream.Part> parts() {
        return List.copyOf(parts);
    }

    Orientation orientation() {
        return orientation;
    }

    private PartsStream.Part asItIs(Chunk chunk) {
        return PartsStream.Part.of(at, chunk.length + (long) AROUND);
    }

    /**
     * {@return which samples are transparent} Of grey ones of two or four bits it is one of these, but the JDK's reader
     * looks for it when it has made them eight bits already, so it is shown one of eight.
     */
    private PartsStream.Part transparency(Chunk chunk) throws IOException {
        file.seek(DEPTH);
        int depth = file.readUnsignedByte();
        int type = file.readUnsignedByte();
        if (type != GREY || depth >= Byte.SIZE || chunk.length != 2) {
            return asItIs(chunk);
        }
        file.seek(at + 8);
        int most = (1 << depth) - 1;
        int key = (file.readUnsignedShort() & most) * (255 / most);
        byte[] shown = ByteBuffer.allocate(chunk.length + AROUND)
                .putInt(chunk.length)
                .put(chunk.type.getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) key)
                .array();
        return new PartsStream.Part(0, shown.length, shown);
    }

    /** Checks the sums of all data: the JDK's reader does not. */
    void checkData() throws IOException, NotAnImage {
        at = data;
        for (Chunk chunk = next(); chunk.type.equals("IDAT"); chunk = next()) {
            check(chunk);
            at += chunk.length + (long) AROUND;
        }
    }

    /** Reads the head of the chunk at {@code at}, and stays behind it. */
    private Chunk next() throws IOException, NotAnImage {
        if (at + AROUND > file.length()) {
            throw new EOFException();
        }
        file.seek(at);
        int length = file.readInt();
        byte[] type = new byte[4];
        file.readFully(type);
        if (length < 0) {
            throw new NotAnImage("damaged (a chunk of more than 2 GiB)");
        }
        if (at + AROUND + length > file.length()) {
            throw new EOFException();
        }
        return new Chunk(new String(type, StandardCharsets.ISO_8859_1), length);
    }

    private void check(Chunk chunk) throws IOException, NotAnImage {
        CRC32 sum = new CRC32();
        sum.update(chunk.type.getBytes(StandardCharsets.ISO_8859_1));
        byte[] some = new byte[1 << 13];
        for (int left = chunk.length; left > 0; ) {
            int n = Math.min(left, some.length);
            file.readFully(some, 0, n);
            sum.update(some, 0, n);
            left -= n;
        }
        if (file.readInt() != (int) sum.getValue()) {
            throw new NotAnImage("damaged (the checksum of its " + chunk.type + " is wrong)");
        }
    }

    private static String inWords(String type) {
        return type.chars().allMatch(c -> c < 128 && Character.isLetter(c)) ? type : "without a name";
    }
}
