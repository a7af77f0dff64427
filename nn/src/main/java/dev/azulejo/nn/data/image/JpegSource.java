package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.jpeg.Jpeg;
import dev.azulejo.nn.data.jpeg.JpegException;
import java.io.IOException;

/** A JPEG, whose file is in memory. */
record JpegSource(Jpeg jpeg, Orientation orientation, long fileBytes) implements Source {
    /** No JPEG of 100 million pixels is larger. */
    private static final long MOST_BYTES = 1L << 30;

    static JpegSource open(PartsStream file) throws IOException, NotAnImage, JpegException {
        if (file.length() > MOST_BYTES) {
            throw new NotAnImage("too large: a JPEG of more than 1 GiB");
        }
        byte[] bytes = file.head((int) file.length());
        Jpeg jpeg = Jpeg.open(bytes);
        return new JpegSource(jpeg, Orientation.of(jpeg.exif()), bytes.length);
    }

    @Override
    public int height() {
        return jpeg.height();
    }

    @Override
    public int width() {
        return jpeg.width();
    }

    @Override
    public long bytes() {
        return jpeg.bytes() + fileBytes;
    }

    @Override
    public void decode(Canvas canvas) throws JpegException {
        jpeg.decode((y, rgb, from) -> canvas.row(y, 0, canvas.width(), rgb, from));
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
