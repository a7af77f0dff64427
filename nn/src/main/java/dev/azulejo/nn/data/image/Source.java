package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.jpeg.JpegException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** An open file as a format's decoder knows it, and the way to its pixels. */
sealed interface Source permits JpegSource, JdkSource {
    int height();

    int width();

    Orientation orientation();

    /** Memory that decoding takes at most, beside the canvas. */
    long bytes();

    /** Fills a canvas of this height and width; once. */
    void decode(Canvas canvas) throws IOException, NotAnImage, JpegException;

    void close();

    /** Opens a file by what its first bytes say. */
    static Source open(Path file) throws IOException, NotAnImage, JpegException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new NotAnImage("not a file");
        }
        if (attributes.size() == 0) {
            throw new NotAnImage("the file is empty");
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            PartsStream whole = PartsStream.whole(channel);
            byte[] head = whole.head(ImageFormat.HEAD);
            ImageFormat format = ImageFormat.of(head);
            return switch (format) {
                case JPEG -> {
                    try (channel) {
                        yield JpegSource.open(whole);
                    }
                }
                case PNG -> {
                    PngParts png = new PngParts(whole);
                    yield JdkSource.open("png", whole.with(png.parts()), png.orientation(), png::checkData);
                }
                case BMP -> JdkSource.open("bmp", Bmp.plain(whole), Orientation.UPRIGHT, () -> {});
                case GIF -> JdkSource.gif(whole);
                case OTHER -> throw new NotAnImage("not a PNG, JPEG, BMP or GIF image");
                case HTML, ZIP, PDF, VIDEO -> throw new NotAnImage("no image but " + format.inWords());
                default ->
                    throw new NotAnImage(format.inWords() + ", whatever its name; convert it: magick IN OUT.png");
            };
        } catch (IOException | NotAnImage | JpegException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
