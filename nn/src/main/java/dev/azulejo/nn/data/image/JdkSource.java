package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** A PNG, BMP or GIF, whose samples the JDK's own reader finds. */
record JdkSource(ImageReader reader, PartsStream file, Frame frame, Orientation orientation, Check check, long bytes)
        implements Source {
    /** The place of the image on its screen, both in pixels: one and the same except for a GIF. */
    record Frame(int screenHeight, int screenWidth, int top, int left, int height, int width) {}

    /** Looks at a file before its pixels are decoded. */
    interface Check {
        void run() throws IOException, NotAnImage;
    }

    /** An image that is all of its screen. */
    static JdkSource open(String format, PartsStream file, Orientation orientation, Check check) throws IOException {
        ImageReader reader = reader(format, file);
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        return open(reader, file, new Frame(height, width, 0, 0, height, width), orientation, check);
    }

    /** A GIF with its first frame. */
    static JdkSource gif(PartsStream file) throws IOException, NotAnImage {
        Frame frame = GifScreen.of(file);
        file.seek(0);
        return open(reader("gif", file), file, frame, Orientation.UPRIGHT, () -> {});
    }

    private static JdkSource open(
            ImageReader reader, PartsStream file, Frame frame, Orientation orientation, Check check)
            throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        SampleModel samples = types.next().getSampleModel();
        long bits = (long) samples.getNumBands() * DataBuffer.getDataTypeSize(samples.getDataType());
        return new JdkSource(
                reader, file, frame, orientation, check, frame.height * (long) frame.width * Math.ceilDiv(bits, 8));
    }

    /** The JDK's reader, not one that a program brought along: the pixels would be others. */
    private static ImageReader reader(String format, PartsStream file) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                reader.setInput(file, true, true);
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException("the JDK has no reader of " + format);
    }

    @Override
    public int height() {
        return frame.screenHeight;
    }

    @Override
    public int width() {
        return frame.screenWidth;
    }

    @Override
    public void decode(Canvas canvas) throws IOException, NotAnImage {
        check.run();
        BufferedImage image = reader.read(0);
        if (image.getHeight() != frame.height || image.getWidth() != frame.width) {
            throw new NotAnImage("its header says another size than its data");
        }
        byte[] rgb = new byte[3 * frame.width];
        RgbRows rows = RgbRows.of(image);
        for (int y = 0; y < frame.height; y++) {
            rows.read(y, rgb);
            canvas.row(frame.top + y, frame.left, frame.width, rgb, 0);
        }
    }

    @Override
    public void close() {
        reader.dispose();
        file.closeQuietly();
    }
}
