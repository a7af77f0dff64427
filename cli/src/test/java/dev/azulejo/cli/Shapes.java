package dev.azulejo.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A folder of small images in two classes: bright squares on dark, and stripes. */
public final class Shapes {
    public static final int IMAGES = 24;

    private Shapes() {}

    public static Path write(Path folder, int size) throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            boolean square = i % 2 == 0;
            Path file = folder.resolve(square ? "squares" : "stripes")
                    .resolve(String.format(Locale.ROOT, "image-%02d.png", i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image(size, square, i), "png", file.toFile());
        }
        return folder;
    }

    public static BufferedImage image(int size, boolean square, int i) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean inside = square ? Math.max(Math.abs(x - 4 - i % 7), Math.abs(y - 8)) < 4 : (x + i) % 6 < 3;
                image.setRGB(x, y, inside ? 0xF0A040 + 5 * i : 0x102040);
            }
        }
        return image;
    }
}
