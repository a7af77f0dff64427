package dev.azulejo.nn.data.pixels;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Room for many images of one size: on the heap in chunks, or in a scratch file where they would take too much of it.
 *
 * <p>Different images may be written by different threads; an image is read after it was written.
 */
public sealed interface PixelStore {
    /** The largest share of the heap that images may take before they go to a scratch file. */
    double HEAP_SHARE = 0.4;

    /**
     * Puts an image in its place.
     *
     * @param i number of the image
     * @param source holds its bytes
     * @param offset where they begin
     */
    void write(int i, byte[] source, int offset);

    /**
     * Gets an image that was written.
     *
     * @param i number of the image
     * @param destination gets its bytes
     * @param offset where they are to begin
     */
    void read(int i, byte[] destination, int offset);

    /**
     * Room for images, on the heap or in a file.
     *
     * @param count how many
     * @param imageBytes bytes of each
     * @return the room
     * @throws UserException if there is neither memory nor disk for them
     */
    static PixelStore allocate(long count, int imageBytes) {
        return allocate(count, imageBytes, (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE));
    }

    /**
     * Room for images.
     *
     * @param count how many
     * @param imageBytes bytes of each
     * @param heapLimit the most bytes that they may take of the heap
     * @return the room
     * @throws UserException if there is neither memory nor disk for them
     */
    static PixelStore allocate(long count, int imageBytes, long heapLimit) {
        return count * imageBytes <= heapLimit ? new Heap(count, imageBytes) : Scratch.create(count, imageBytes);
    }

    /**
     * Images that are in an array already.
     *
     * @param count how many
     * @param imageBytes bytes of each
     * @param pixels all of them one after the other; kept, not copied
     * @return the images
     */
    static PixelStore of(int count, int imageBytes, byte[] pixels) {
        return new Heap(count, imageBytes, pixels);
    }

    /** Chunks of whole images, all made at once: that they fit is known before anything is decoded. */
    final class Heap implements PixelStore {
        private static final int CHUNK = 16 << 20;
        private final byte[][] chunks;
        private final int perChunk;
        private final int imageBytes;

        Heap(long count, int imageBytes) {
            this.imageBytes = imageBytes;
            this.perChunk = Math.max(1, CHUNK / imageBytes);
            this.chunks = new byte[Math.toIntExact(Math.ceilDiv(count, perChunk))][];
            try {
                for (int i = 0; i < chunks.length; i++) {
                    long images = Math.min(perChunk, count - (long) i * perChunk);
                    chunks[i] = new byte[Math.toIntExact(images * imageBytes)];
                }
            } catch (OutOfMemoryError e) {
                throw new UserException(
                        String.format(
                                Locale.ROOT,
                                "no memory for %d images, %.1f GiB; run again with a larger -Xmx",
                                count,
                                (double) count * imageBytes / (1 << 30)),
                        e);
            }
        }

        /** Takes an array that holds all images one after the other. */
        Heap(int count, int imageBytes, byte[] pixels) {
            this.perChunk = count;
            this.imageBytes = imageBytes;
            this.chunks = new byte[][] {pixels};
        }

        @Override
        public void write(int i, byte[] source, int offset) {
            System.arraycopy(source, offset, chunks[i / perChunk], i % perChunk * imageBytes, imageBytes);
        }

        @Override
        public void read(int i, byte[] destination, int offset) {
            System.arraycopy(chunks[i / perChunk], i % perChunk * imageBytes, destination, offset, imageBytes);
        }
    }

    /** A file without a name in the temporary folder; the system frees it when the process ends, however it ends. */
    final class Scratch implements PixelStore {
        private final Path place;
        private final FileChannel file;
        private final int imageBytes;

        private Scratch(Path place, FileChannel file, int imageBytes) {
            this.place = place;
            this.file = file;
            this.imageBytes = imageBytes;
        }

        static Scratch create(long count, int imageBytes) {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"));
            try {
                long room = Files.getFileStore(folder).getUsableSpace();
                if (room < count * imageBytes) {
                    throw new UserException(String.format(
                            Locale.ROOT,
                            "%d images take %.1f GiB, more than the heap and the %.1f GiB free in %s hold; run again"
                                    + " with a larger -Xmx, or with TMPDIR (-Djava.io.tmpdir) on a disk with room",
                            count,
                            (double) count * imageBytes / (1 << 30),
                            (double) room / (1 << 30),
                            folder));
                }
                Path path = Files.createTempFile(folder, "azulejo-pixels", ".tmp");
                FileChannel file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                unlink(path);
                return new Scratch(folder, file, imageBytes);
            } catch (IOException e) {
                throw FileErrors.cannotWrite(folder, e);
            }
        }

        private static void unlink(Path path) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                // Windows keeps the name of an open file; there DELETE_ON_CLOSE does it.
                path.toFile().deleteOnExit();
            }
        }

        @Override
        public void write(int i, byte[] source, int offset) {
            ByteBuffer bytes = ByteBuffer.wrap(source, offset, imageBytes);
            long at = (long) i * imageBytes;
            try {
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
            } catch (IOException e) {
                throw FileErrors.cannotWrite(place, e);
            }
        }

        @Override
        public void read(int i, byte[] destination, int offset) {
            ByteBuffer bytes = ByteBuffer.wrap(destination, offset, imageBytes);
            long at = (long) i * imageBytes;
            try {
                while (bytes.hasRemaining()) {
                    int n = file.read(bytes, at);
                    if (n < 0) {
                        throw new IllegalStateException("image " + i + " was never written");
                    }
                    at += n;
                }
            } catch (IOException e) {
                throw FileErrors.cannotRead(place, e);
            }
        }
    }
}
