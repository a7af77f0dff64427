package dev.azulejo.nn.data.image;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Finds where the first frame of a GIF lies on its screen. What the frame does not cover is transparent, as in all browsers,
 * whatever background the file names; a frame that juts out makes the screen larger.
 */
final class GifScreen {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;

    private GifScreen() {}

    static JdkSource.Frame of(PartsStream file) throws IOException, NotAnImage {
        file.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        file.seek(6);
        int screenWidth = file.readUnsignedShort();
        int screenHeight = file.readUnsignedShort();
        int flags = file.readUnsignedByte();
        file.skipBytes(2L);
        if ((flags & 0x80) != 0) {
            file.skipBytes(3L << ((flags & 7) + 1));
        }
        while (true) {
            int block = file.read();
            switch (block) {
                case EXTENSION -> {
                    file.skipBytes(1L);
                    for (int size = file.readUnsignedByte(); size > 0; size = file.readUnsignedByte()) {
                        file.skipBytes((long) size);
                    }
                }
                case IMAGE -> {
                    int left = file.readUnsignedShort();
                    int top = file.readUnsignedShort();
                    int width = file.readUnsignedShort();
                    int height = file.readUnsignedShort();
                    if (width == 0 || height == 0) {
                        throw new NotAnImage("damaged (its first frame is " + width + "x" + height + " pixels)");
                    }
                    return new JdkSource.Frame(
                            Math.max(screenHeight, top + height),
                            Math.max(screenWidth, left + width),
                            top,
                            left,
                            height,
                            width);
                }
                case 0x00 -> {} // Some write an empty block too many.
                case -1 -> throw new EOFException();
                default -> throw new NotAnImage("damaged (it has no frame)");
            }
        }
    }
}
