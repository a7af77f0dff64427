package dev.azulejo.nn.data.png;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The rows of a PNG as its samples are, one after the other: unpacked, and their filters undone. */
final class Rows implements AutoCloseable {
    /** Bytes that are unpacked at a time, if that is a row at least. */
    private static final int BUFFER = 1 << 15;

    private final Inflater inflater = new Inflater();
    private final Iterator<ByteBuffer> data;
    private final Header header;

    /** Takes the contents of the chunks of data. */
    Rows(Header header, List<ByteBuffer> data) {
        this.header = header;
        this.data = data.iterator();
    }

    /** Takes a row. */
    interface Sink {
        /** Gets row {@code y}, which begins at a byte and is not kept. */
        void row(int y, byte[] bytes, int at);
    }

    /** {@return the bytes that reading takes, for rows of so many} */
    static long bytes(long rowBytes, long rows) {
        return rowBytes + (1 + rowBytes) * Math.clamp(BUFFER / (1 + rowBytes), 1, Math.max(1, rows));
    }

    /** Reads an image of so many rows and columns, the whole one or one of those that it is interlaced of. */
    void read(int rows, int columns, Sink sink) throws IOException {
        int length = header.rowBytes(columns);
        int line = 1 + length;
        int most = Math.clamp(BUFFER / line, 1, rows);
        // The row above the first is before the others, each behind the byte that names its filter.
        byte[] buffer = new byte[length + most * line];
        for (int y = 0; y < rows; y += most) {
            int count = Math.min(most, rows - y);
            inflate(buffer, length, count * line);
            int above = 0;
            for (int i = 0; i < count; i++) {
                int row = length + i * line + 1;
                Filter.undo(buffer[row - 1], buffer, row, above, length, header.pixelBytes());
                sink.row(y + i, buffer, row);
                above = row;
            }
            System.arraycopy(buffer, above, buffer, 0, length);
        }
    }

    private void inflate(byte[] to, int from, int count) throws IOException {
        try {
            for (int done = 0; done < count; ) {
                int n = inflater.inflate(to, from + done, count - done);
                done += n;
                if (n == 0) {
                    if (inflater.finished()) {
                        throw new EOFException();
                    }
                    more();
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("damaged (" + e.getMessage() + ")", e);
        }
    }

    private void more() throws IOException {
        if (inflater.needsDictionary() || !data.hasNext()) {
            throw new EOFException();
        }
        inflater.setInput(data.next());
    }

    @Override
    public void close() {
        inflater.end();
    }
}
