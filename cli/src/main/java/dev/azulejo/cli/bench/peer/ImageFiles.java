package dev.azulejo.cli.bench.peer;

import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.io.AtomicFiles;
import dev.azulejo.nn.io.FileErrors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A folder of images for a while: smooth colours with some noise, so that they take about the bytes of photographs.
 *
 * @param path where they are
 */
public record ImageFiles(Path path) implements AutoCloseable {
    private static final int NOISE = 24;

    /**
     * Writes images.
     *
     * @param format png or jpeg
     * @param size height and width
     * @param count how many
     */
    public static ImageFiles write(String format, int size, int count) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("azulejo-images");
            for (int i = 0; i < count; i++) {
                ImageIO.write(
                        image(size, i), format, folder.resolve(i + "." + format).toFile());
            }
            return new ImageFiles(folder);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder, e);
        }
    }

    private static BufferedImage image(int size, int number) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        float[] noise = new float[size * size];
        Philox.uniforms(0, 1, number, 0, noise, 0, noise.length);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int grain = (int) (NOISE * noise[y * size + x]);
                int red = 100 + grain + 100 * x / size;
                int green = 60 + grain + (number * 37 + 120 * y / size) % 160;
                int blue = 80 + grain + 60 * (x + y) / size;
                image.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    @Override
    public void close() {
        try {
            AtomicFiles.deleteTree(path);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(path, e);
        }
    }
}
