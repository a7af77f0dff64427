package dev.azulejo.nn.safetensors;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a safetensors file through one small buffer. */
final class SafetensorsReader {
    /** A header above this is refused; it would describe about 300,000 tensors. */
    static final int MAX_HEADER = 32 << 20;

    private static final int BUFFER = 1 << 20;

    private SafetensorsReader() {}

    static SafetensorsFile read(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException("cannot read " + file + ": it is a folder, expected a safetensors file");
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, in);
        } catch (IOException e) {
            throw FileErrors.cannotRead(file, e);
        }
    }

    private static SafetensorsFile read(Path file, FileChannel in) throws IOException {
        long fileSize = in.size();
        if (fileSize < 8) {
            throw new UserException(file + ": expected a safetensors file, found one of only " + fileSize + " bytes");
        }
        ByteBuffer buffer =
                ByteBuffer.allocate((int) Math.min(BUFFER, fileSize)).order(ByteOrder.LITTLE_ENDIAN);
        long headerSize = fill(buffer, 8, 0, in).getLong();
        if (headerSize < 2 || headerSize > fileSize - 8) {
            throw new UserException(file + ": expected a header of 2 to " + (fileSize - 8)
                    + " bytes (the file has " + fileSize + "), found a length of "
                    + Long.toUnsignedString(headerSize)
                    + "; it is cut short or not a safetensors file");
        }
        if (headerSize > MAX_HEADER) {
            throw new UserException(
                    file + ": expected a header of at most " + MAX_HEADER + " bytes, found " + headerSize);
        }
        ByteBuffer json = ByteBuffer.allocate((int) headerSize);
        fill(json, (int) headerSize, 8, in);
        if (json.get(0) != '{') {
            throw new UserException(file + ": expected a header that starts with '{'; it is not a safetensors file");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(json.array(), fileSize - 8 - headerSize, file);
        Map<String, NamedArray> tensors = new LinkedHashMap<>();
        Map<String, DType> unread = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            Optional<DType> held = entry.stored().held();
            if (held.isEmpty()) {
                unread.put(entry.name(), entry.stored());
                continue;
            }
            Object array = allocate(entry, held.get(), file);
            load(entry, array, 8 + headerSize, buffer, in);
            tensors.put(entry.name(), new NamedArray(entry.name(), held.get(), entry.shape(), array));
        }
        return new SafetensorsFile(file, tensors, unread, header.metadata());
    }

    private static Object allocate(SafetensorsHeader.Entry entry, DType held, Path file) {
        int n = (int) NamedArray.elements(entry.shape());
        try {
            return switch (held) {
                case I32 -> new int[n];
                case I64 -> new long[n];
                case U8 -> new byte[n];
                default -> new float[n];
            };
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    file + ": tensor " + entry.name() + ": no memory for its "
                            + DType.amount((double) n * held.size())
                            + "; run again with a larger -Xmx",
                    e);
        }
    }

    private static void load(
            SafetensorsHeader.Entry entry, Object array, long dataStart, ByteBuffer buffer, FileChannel in)
            throws IOException {
        int size = entry.stored().size();
        int elements = (int) NamedArray.elements(entry.shape());
        for (int at = 0; at < elements; ) {
            int n = Math.min(elements - at, buffer.capacity() / size);
            fill(buffer, n * size, dataStart + entry.start() + (long) at * size, in);
            switch (array) {
                case int[] a -> buffer.asIntBuffer().get(a, at, n);
                case long[] a -> buffer.asLongBuffer().get(a, at, n);
                case byte[] a -> buffer.get(a, at, n);
                case float[] a -> floats(entry.stored(), buffer, a, at, n);
                default -> throw new AssertionError(entry);
            }
            at += n;
        }
    }

    private static void floats(DType stored, ByteBuffer buffer, float[] a, int at, int n) {
        switch (stored) {
            case F32 -> buffer.asFloatBuffer().get(a, at, n);
            case F64 -> {
                for (int i = 0; i < n; i++) {
                    a[at + i] = (float) buffer.getDouble(8 * i);
                }
            }
            case F16 -> {
                for (int i = 0; i < n; i++) {
                    a[at + i] = Float.float16ToFloat(buffer.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < n; i++) {
                    a[at + i] = Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
                }
            }
            default -> throw new AssertionError(stored);
        }
    }

    private static ByteBuffer fill(ByteBuffer buffer, int bytes, long position, FileChannel in) throws IOException {
        buffer.clear().limit(bytes);
        long at = position;
        while (buffer.hasRemaining()) {
            int n = in.read(buffer, at);
            if (n < 0) {
                throw new EOFException();
            }
            at += n;
        }
        return buffer.flip();
    }
}
