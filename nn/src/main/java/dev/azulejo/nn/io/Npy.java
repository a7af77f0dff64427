package dev.azulejo.nn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Arrays in NumPy's format (version 1.0): a header that says type and shape, then the elements, little-endian, row by row. */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNED = 64;
    private static final int AT_ONCE = 1 << 16;

    private Npy() {}

    /**
     * Writes whole numbers, as {@code int32}, whole or not at all.
     *
     * @param file the final name
     * @param values the elements, row by row
     * @param shape sizes, outermost first
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     * @throws IllegalArgumentException if there are more or fewer than the shape says
     */
    public static void write(Path file, int[] values, int... shape) {
        if (Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b) != values.length) {
            throw new IllegalArgumentException(
                    "Npy.write: " + values.length + " elements of shape " + Arrays.toString(shape));
        }
        AtomicFiles.file(file, out -> {
            drain(ByteBuffer.wrap(header("<i4", shape)), out);
            ByteBuffer buffer = ByteBuffer.allocate(AT_ONCE * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < values.length; at += AT_ONCE) {
                int n = Math.min(AT_ONCE, values.length - at);
                buffer.clear().limit(n * Integer.BYTES);
                buffer.asIntBuffer().put(values, at, n);
                drain(buffer, out);
            }
        });
    }

    /** A dictionary as Python prints it, padded so that the elements begin at a multiple of 64 bytes. */
    private static byte[] header(String type, int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" ", "(", ")"));
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + sizes + ", }";
        int before = MAGIC.length + Short.BYTES;
        int padded = (before + text.length() + 1 + ALIGNED - 1) / ALIGNED * ALIGNED;
        byte[] words =
                (text + " ".repeat(padded - before - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) words.length)
                .put(words)
                .array();
    }

    private static void drain(ByteBuffer buffer, FileChannel out) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
