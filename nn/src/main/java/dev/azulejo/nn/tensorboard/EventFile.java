package dev.azulejo.nn.tensorboard;

import dev.azulejo.nn.io.FileErrors;
import dev.azulejo.nn.io.ProtobufWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of events, one more of a folder of them: records of TensorFlow (a length, the bytes, and a checksum of each), each an
 * {@code Event} of Protocol Buffers. The numbers of fields are those of {@code event.proto} and {@code summary.proto}. Every event
 * is written at once, so that TensorBoard shows it while training goes on.
 */
public final class EventFile implements AutoCloseable {
    private static final String VERSION = "brain.Event:2";

    private final Path file;
    private final FileChannel out;
    private final InstantSource clock;

    private EventFile(Path file, FileChannel out, InstantSource clock) {
        this.file = file;
        this.out = out;
        this.clock = clock;
        write(event(0).text(3, VERSION));
    }

    /**
     * Begins another file in a folder.
     *
     * @param folder for TensorBoard's {@code --logdir}, or within it; made if it is not there
     * @return the file, without events
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public static EventFile in(Path folder) {
        return in(folder, InstantSource.system());
    }

    /** A file by another clock. */
    static EventFile in(Path folder, InstantSource clock) {
        // TensorBoard knows such files by the first part, and reads those of a folder in the order of their names.
        String name = "events.out.tfevents." + clock.instant().getEpochSecond() + ".azulejo."
                + ProcessHandle.current().pid();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            for (int i = 1; Files.exists(file); i++) {
                file = folder.resolve(name + "." + i);
            }
            return new EventFile(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), clock);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(folder, e);
        }
    }

    /** {@return where it is} */
    public Path file() {
        return file;
    }

    /**
     * Says that training goes on from a step: what earlier files have of later ones is forgotten.
     *
     * @param step the step
     */
    public void goesOnFrom(long step) {
        ProtobufWriter start = new ProtobufWriter().whole(1, 1); // SessionLog.START
        write(event(step + 1).message(7, start));
    }

    /**
     * Adds figures.
     *
     * @param step the step that they are of
     * @param figures by name; each becomes a curve
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void figures(long step, Map<String, Double> figures) {
        ProtobufWriter summary = new ProtobufWriter();
        figures.forEach((name, value) ->
                summary.message(1, new ProtobufWriter().text(1, name).number(2, value.floatValue())));
        write(event(step).message(5, summary));
    }

    /**
     * Adds a picture.
     *
     * @param step the step that it is of
     * @param name pictures of one name become a row over the steps
     * @param height in pixels
     * @param width in pixels
     * @param png the bytes of a PNG file, of red, green and blue
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    public void picture(long step, String name, int height, int width, byte[] png) {
        ProtobufWriter image = new ProtobufWriter()
                .whole(1, height)
                .whole(2, width)
                .whole(3, 3)
                .bytes(4, png);
        ProtobufWriter value = new ProtobufWriter().text(1, name).message(4, image);
        write(event(step).message(5, new ProtobufWriter().message(1, value)));
    }

    private ProtobufWriter event(long step) {
        Instant now = clock.instant();
        ProtobufWriter event = new ProtobufWriter().number(1, now.getEpochSecond() + now.getNano() / 1e9);
        return step == 0 ? event : event.whole(2, step); // As TensorFlow: what is 0 is not written.
    }

    private void write(ProtobufWriter event) {
        byte[] data = event.toBytes();
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length)
                .putInt(masked(record.array(), Long.BYTES))
                .put(data)
                .putInt(masked(data, data.length))
                .flip();
        try {
            while (record.hasRemaining()) {
                out.write(record);
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /** CRC32C, turned and shifted, as a record may hold checksums itself. */
    private static int masked(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    /**
     * Ends the file.
     *
     * @throws dev.azulejo.nn.message.UserException if it cannot be written
     */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }
}
