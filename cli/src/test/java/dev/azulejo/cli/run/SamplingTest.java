package dev.azulejo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.cli.picture.Picture;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
    /** 72 pixels a side, a gap of 4, and rows of at most 21. */
    @Test
    void aClassThatIsLongerThanARowGoesOnInTheNext() {
        Picture white = new Picture(72, 72, 1, fill(72 * 72));
        List<Integer> labels = IntStream.range(0, 60).map(i -> i % 2).boxed().toList();
        BufferedImage picture = new Sampling(Collections.nCopies(60, white), labels, 0, 1)
                .grid(List.of("a", "b"))
                .paint();
        long whites = IntStream.range(0, picture.getHeight())
                .mapToLong(y -> IntStream.range(0, picture.getWidth())
                        .filter(x -> (picture.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF)
                        .count())
                .sum();
        assertThat(whites).isEqualTo(60L * 72 * 72);
    }

    private static float[] fill(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return values;
    }
}
