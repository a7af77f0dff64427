package dev.azulejo.nn.data.source;

import dev.azulejo.nn.data.ImageData;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The decoded images of a folder in one file: eight letters, the length of the table, the table and its checksum, then the
 * images one after another. The table holds their size and channels, the files that are none with the reasons, and a
 * checksum an image, so that one can be read alone and damage is noticed in it.
 *
 * @param file open for reading
 * @param first where the first image begins
 * @param height rows of every image
 * @param width columns of every image
 * @param channels bytes of a pixel
 * @param faults by the number of the file among all, why it is no image
 * @param sums CRC-32C of every image
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CacheEntry(
        FileChannel file, long first, int height, int width, int channels, Map<Integer, String> faults, int[] sums) {
    private static final byte[] MAGIC = "azulejo1".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = MAGIC.length + Integer.BYTES;
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_TABLE = 1 << 30;

    /** Writes an entry; the file must be new. */
    static void write(Path path, ImageData images, Map<Integer, String> faults) throws IOException {
        int[] sums = new int[images.count()];
        int tableLength = table(images, faults, sums).length;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            file.position((long) PREFIX + tableLength + Integer.BYTES);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 20);
            byte[] image = new byte[images.imageBytes()];
            for (int i = 0; i < sums.length; i++) {
                images.read(i, image, 0);
                sums[i] = sum(image, image.length);
                out.write(image);
            }
            out.flush();
            byte[] table = table(images, faults, sums);
            ByteBuffer head = ByteBuffer.allocate(PREFIX + table.length + Integer.BYTES);
            head.put(MAGIC)
                    .putInt(table.length)
                    .put(table)
                    .putInt(sum(table, table.length))
                    .flip();
            for (long at = 0; head.hasRemaining(); ) {
                at += file.write(head, at);
            }
        }
    }

    private static byte[] table(ImageData images, Map<Integer, String> faults, int[] sums) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(images.height());
        out.writeInt(images.width());
        out.writeInt(images.channels());
        out.writeInt(faults.size());
        for (Map.Entry<Integer, String> fault : new TreeMap<>(faults).entrySet()) {
            out.writeInt(fault.getKey());
            String reason = fault.getValue();
            out.writeUTF(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        }
        out.writeInt(sums.length);
        for (int sum : sums) {
            out.writeInt(sum);
        }
        return bytes.toByteArray();
    }

    /** Opens an entry of so many files; empty if it is not whole. */
    static Optional<CacheEntry> open(Path path, int files) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Optional<CacheEntry> entry = read(file, files);
            if (entry.isEmpty()) {
                file.close();
            }
            return entry;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Optional<CacheEntry> read(FileChannel file, int files) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
        if (!fill(file, prefix, 0)) {
            return Optional.empty();
        }
        byte[] magic = new byte[MAGIC.length];
        int length = prefix.flip().get(magic).getInt();
        if (!Arrays.equals(magic, MAGIC) || length < 0 || length > Math.min(MOST_TABLE, file.size())) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length + Integer.BYTES);
        if (!fill(file, bytes, PREFIX) || sum(bytes.array(), length) != bytes.getInt(length)) {
            return Optional.empty();
        }
        DataInputStream table = new DataInputStream(new ByteArrayInputStream(bytes.array(), 0, length));
        int height = table.readInt();
        int width = table.readInt();
        int channels = table.readInt();
        Map<Integer, String> faults = new TreeMap<>();
        for (int i = table.readInt(); i > 0; i--) {
            faults.put(table.readInt(), table.readUTF());
        }
        int[] sums = new int[table.readInt()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = table.readInt();
        }
        long first = (long) PREFIX + length + Integer.BYTES;
        long imageBytes = (long) height * width * channels;
        return sums.length + faults.size() == files && file.size() == first + sums.length * imageBytes
                ? Optional.of(new CacheEntry(file, first, height, width, channels, faults, sums))
                : Optional.empty();
    }

    /** Reads an image; false if it is not as it was written. */
    boolean read(int i, byte[] destination, int offset) throws IOException {
        int imageBytes = height * width * channels;
        ByteBuffer image = ByteBuffer.wrap(destination, offset, imageBytes).slice();
        if (!fill(file, image, first + (long) i * imageBytes)) {
            return false;
        }
        CRC32C sum = new CRC32C();
        sum.update(destination, offset, imageBytes);
        return (int) sum.getValue() == sums[i];
    }

    private static boolean fill(FileChannel file, ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int n = file.read(into, at);
            if (n < 0) {
                return false;
            }
            at += n;
        }
        return true;
    }

    private static int sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
