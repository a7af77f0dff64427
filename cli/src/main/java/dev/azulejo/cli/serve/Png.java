package dev.azulejo.cli.serve;

import dev.azulejo.nn.data.image.PngFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Pictures as text: PNG in base64. */
final class Png {
    /** The longest side of an image that is sent. */
    static final int LONGEST = 4096;

    private Png() {}

    static String text(BufferedImage image) {
        return Base64.getEncoder().encodeToString(PngFile.bytes(image));
    }

    /** The image of a request; its sizes are looked at before its pixels are. */
    static BufferedImage image(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new Refusal(Refusal.BAD, "image: expected PNG or JPEG as base64, found other text");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new Refusal(Refusal.BAD, "image: expected PNG or JPEG as base64, found bytes of another kind");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                if (reader.getWidth(0) > LONGEST || reader.getHeight(0) > LONGEST) {
                    throw new Refusal(
                            Refusal.TOO_LARGE,
                            "image: expected at most " + LONGEST + " pixels a side, found " + reader.getWidth(0) + "x"
                                    + reader.getHeight(0));
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Refusal(Refusal.BAD, "image: cannot be read: " + e.getMessage());
        }
    }
}
