package dev.azulejo.nn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewsTest {
    @TempDir
    Path folder;

    @Test
    void fewStepsAreShownHoweverManyThereAre() {
        assertThat(LongStream.rangeClosed(1, 1200).filter(Previews::due))
                .containsExactly(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1000L);
        assertThat(LongStream.rangeClosed(1, 3_000_000).filter(Previews::due).count())
                .isLessThanOrEqualTo(20);
    }

    @Test
    void imagesAreARowWithGapsAndLargeOnesAreReduced() throws IOException {
        Previews previews = new Previews(folder.resolve("previews"));
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            float[] grey = new float[2 * 32 * 32];
            java.util.Arrays.fill(grey, 32 * 32, grey.length, 1.7f);
            previews.writeWanted(engine.tensor(Shape.of(2, 32, 32, 1), grey));
            float[] red = new float[3 * 256 * 256 * 3];
            for (int i = 0; i < red.length; i += 3) {
                red[i] = 1;
            }
            previews.write(500, engine.tensor(Shape.of(3, 256, 256, 3), red));
        }
        BufferedImage wanted = ImageIO.read(previews.wanted().toFile());
        assertThat(wanted.getWidth()).isEqualTo(2 * 32 + 2);
        assertThat(wanted.getHeight()).isEqualTo(32);
        assertThat(wanted.getRGB(31, 31)).isEqualTo(0xFF000000);
        assertThat(wanted.getRGB(32, 0)).isZero();
        assertThat(wanted.getRGB(34, 0)).isEqualTo(0xFFFFFFFF);
        BufferedImage reduced = ImageIO.read(previews.steps().get(500L).toFile());
        assertThat(reduced.getWidth()).isEqualTo(3 * 128 + 2 * 8);
        assertThat(reduced.getHeight()).isEqualTo(128);
        assertThat(reduced.getRGB(399, 127)).isEqualTo(0xFFFF0000);
    }

    @Test
    void thoseOfStepsThatAreDoneAgainAreDropped() throws IOException {
        Previews previews = new Previews(folder);
        assertThat(new Previews(folder.resolve("none")).steps()).isEmpty();
        for (String name : new String[] {"wanted", "5", "20", "100", "mine"}) {
            Files.writeString(folder.resolve(name + ".png"), name);
        }
        assertThat(previews.steps()).containsOnlyKeys(5L, 20L, 100L);
        assertThat(previews.steps().firstEntry().getKey()).isEqualTo(5L);
        previews.dropAfter(20);
        assertThat(previews.steps()).containsOnlyKeys(5L, 20L);
        assertThat(folder.resolve("mine.png")).exists();
        assertThat(previews.wanted()).exists();
    }
}
