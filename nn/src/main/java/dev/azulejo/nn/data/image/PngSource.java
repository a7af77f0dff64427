package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.png.Png;
import java.io.EOFException;
import java.io.IOException;

/** A PNG, of which the beginning is in memory, and the rest while it is decoded. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PngSource(Png png, PartsStream file, byte[] head, Orientation orientation) implements Source {
    /** The bytes before the pixels are seldom more. */
    private static final int HEAD = 1 << 14;

    /** No PNG of 100 million pixels needs more. */
    private static final long MOST_BYTES = 1L << 30;

    static PngSource open(PartsStream file) throws IOException, NotAnImage {
        if (file.length() > MOST_BYTES) {
            throw new NotAnImage("too large: a PNG of more than 1 GiB");
        }
        byte[] head = file.head(HEAD);
        Png png;
        try {
            png = Png.open(head);
        } catch (EOFException e) {
            if (head.length == file.length()) {
                throw e;
            }
            png = Png.open(file.head((int) file.length()));
        }
        return new PngSource(png, file, head, Orientation.of(png.exif()));
    }

    @Override
    public int height() {
        return png.height();
    }

    @Override
    public int width() {
        return png.width();
    }

    @Override
    public long bytes() {
        return png.bytes() + file.length();
    }

    @Override
    public void decode(Canvas canvas) throws IOException {
        boolean whole = head.length == file.length();
        png.decode(whole ? head : file.head((int) file.length()), canvas::row);
    }

    @Override
    public void close() {
        file.closeQuietly();
    }
}
