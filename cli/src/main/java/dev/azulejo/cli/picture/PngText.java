package dev.azulejo.cli.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Text in a PNG file: what its picture shows goes with it, wherever it is copied. */
public final class PngText {
    /** The signature and the header chunk, which comes first. */
    private static final int HEAD = 8 + 25;

    private PngText() {}

    /** The file with a description, as viewers of metadata show it: an iTXt chunk, which holds UTF-8. An empty one adds none. */
    static byte[] describe(byte[] png, String description) {
        if (description.isEmpty()) {
            return png;
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes("iTXtDescription\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(description.getBytes(StandardCharsets.UTF_8));
        byte[] typed = chunk.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(typed);
        return ByteBuffer.allocate(png.length + typed.length + 8)
                .put(png, 0, HEAD)
                .putInt(typed.length - 4)
                .put(typed)
                .putInt((int) crc.getValue())
                .put(Arrays.copyOfRange(png, HEAD, png.length))
                .array();
    }
}
