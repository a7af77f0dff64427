package dev.azulejo.nn.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/** Some parts of a file, one after the other, for the JDK's readers: they need not see what makes no pixels. */
final class PartsStream extends ImageInputStreamImpl {
    private static final int BUFFER = 1 << 14;

    private final SeekableByteChannel file;
    private final List<Part> parts;
    private final long length;

    /** The bytes from {@code position - buffer.position()} on. */
    private final ByteBuffer buffer;

    private long bufferAt;

    /**
     * So many bytes of the file from {@code at} on, or, if there are any, of others in their place.
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Part(long at, long length, byte[] others) {
        static Part of(long at, long length) {
            return new Part(at, length, null);
        }
    }

    private PartsStream(SeekableByteChannel file, List<Part> parts) {
        this.file = file;
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToLong(Part::length).sum();
        this.buffer = ByteBuffer.allocate((int) Math.min(BUFFER, length)).limit(0);
    }

    /** All of a file. */
    static PartsStream whole(SeekableByteChannel file) throws IOException {
        return new PartsStream(file, List.of(Part.of(0, file.size())));
    }

    /** Other parts of the same file. */
    PartsStream with(List<Part> others) {
        return new PartsStream(file, others);
    }

    @Override
    public long length() {
        return length;
    }

    /** The first bytes, at most so many. */
    byte[] head(int most) throws IOException {
        byte[] head = new byte[(int) Math.min(most, length)];
        seek(0);
        readFully(head);
        seek(0);
        return head;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        streamPos++;
        return buffer.get() & 0xFF;
    }

    @Override
    public int read(byte[] destination, int offset, int count) throws IOException {
        bitOffset = 0;
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(count, buffer.remaining());
        buffer.get(destination, offset, n);
        streamPos += n;
        return n;
    }

    /** Has the buffer hold what comes next; answers whether there is anything. */
    private boolean fill() throws IOException {
        long inside = streamPos - bufferAt;
        if (inside >= 0 && inside < buffer.limit()) {
            buffer.position((int) inside);
            return true;
        }
        long at = streamPos;
        for (Part part : parts) {
            if (at < part.length) {
                load(part, at);
                bufferAt = streamPos;
                return buffer.hasRemaining();
            }
            at -= part.length;
        }
        return false;
    }

    private void load(Part part, long at) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), part.length - at));
        if (part.others != null) {
            buffer.put(part.others, (int) at, buffer.limit());
        } else {
            file.position(part.at + at);
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = file.read(buffer);
            }
        }
        buffer.flip();
    }

    /** Closes what was only read, where nothing can be lost. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // All that could be read was read.
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        file.close();
    }

    /**
     * Empty, so that the JVM keeps no list of those that are to be finalized: their buffers outlived two collections, which
     * copied them, and that was a quarter of the time that small images took. Who opens one closes it.
     */
    @Override
    @SuppressWarnings({"removal", "Finalize"})
    protected void finalize() {}
}
