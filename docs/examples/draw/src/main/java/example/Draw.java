package example;

import dev.azulejo.Azulejo;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws four images of a class by a bundle, side by side: {@code Draw BUNDLE CLASS OUT.png}. */
public class Draw {
    public static void main(String[] args) throws Exception {
        try (var azulejo = Azulejo.open(Path.of(args[0]))) {
            List<BufferedImage> images =
                    azulejo.sample(4).ofClass(args[1]).seed(7).images();
            int size = images.getFirst().getWidth();
            BufferedImage row = new BufferedImage(size * images.size(), size, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < images.size(); i++) {
                row.getGraphics().drawImage(images.get(i), i * size, 0, null);
            }
            ImageIO.write(row, "png", Path.of(args[2]).toFile());
        }
    }
}
