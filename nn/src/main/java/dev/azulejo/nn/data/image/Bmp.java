package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.image.PartsStream.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Shows a BMP to the JDK's reader without what would keep that from reading the samples as they are stored. */
final class Bmp {
    private static final int OFFSET = 10;
    private static final int HEADER = 14;
    private static final int COMPRESSION = 30;
    private static final int COLOURS = 70;

    /** The header that all read; that of OS/2 2 is the same with more behind it. */
    private static final int PLAIN = 40;

    private static final int OS2 = 64;

    /** Headers from this size on say in which colours the samples are. */
    private static final int VERSION_4 = 108;

    private static final int SRGB = 0x73524742;

    private static final int EMBEDDED_JPEG = 4;
    private static final int EMBEDDED_PNG = 5;

    private Bmp() {}

    static PartsStream plain(PartsStream file) throws IOException, NotAnImage {
        file.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        file.seek(OFFSET);
        int offset = file.readInt();
        int size = file.readInt();
        if (size >= PLAIN) {
            file.seek(COMPRESSION);
            int compression = file.readInt();
            if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
                throw new NotAnImage("a BMP around another image; save it as PNG or JPEG");
            }
        }
        file.seek(0);
        int behind = HEADER + OS2;
        if (size == OS2 && file.length() > behind) {
            return file.with(List.of(
                    Part.of(0, OFFSET),
                    others(offset - (OS2 - PLAIN), PLAIN),
                    Part.of(HEADER + 4, PLAIN - 4),
                    Part.of(behind, file.length() - behind)));
        }
        if (size >= VERSION_4 && file.length() > COLOURS + 4) {
            return file.with(
                    List.of(Part.of(0, COLOURS), others(SRGB), Part.of(COLOURS + 4, file.length() - COLOURS - 4)));
        }
        return file;
    }

    private static Part others(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return new Part(0, bytes.capacity(), bytes.array());
    }
}
