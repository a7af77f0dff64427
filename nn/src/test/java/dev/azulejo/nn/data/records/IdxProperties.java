package dev.azulejo.nn.data.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class IdxProperties {
    private static Path images;
    private static Path labels;

    @BeforeContainer
    static void prepare() throws IOException {
        images = Files.createTempFile("azulejo", "-idx3-ubyte");
        labels = Files.createTempFile("azulejo", "-idx1-ubyte");
        Files.write(labels, Samples.idxLabels(5, 3));
    }

    @AfterContainer
    static void clean() throws IOException {
        Files.delete(images);
        Files.delete(labels);
    }

    @Property(tries = 500)
    void anyImagesReadBack(
            @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 9) int width)
            throws IOException {
        Files.write(images, Samples.idxImages(count, height, width));
        ImageData data = Idx.read("x", images, null);
        assertThat(data.count()).isEqualTo(count);
        assertThat(Samples.read(data, count - 1)[height * width - 1])
                .isEqualTo(Samples.value(count - 1, height - 1, width - 1, 0));
    }

    @Property(tries = 500)
    void anyChangeOfAHeaderIsRefused(@ForAll @IntRange(max = 15) int at, @ForAll byte value) throws IOException {
        byte[] bytes = Samples.idxImages(5, 4, 6);
        boolean changed = bytes[at] != value;
        bytes[at] = value;
        Files.write(images, bytes);
        assertThat(isRefused()).isEqualTo(changed);
    }

    @Property(tries = 500)
    void anyDamageToAZippedFileIsReadOrRefused(
            @ForAll @IntRange(max = 100_000) int at, @ForAll byte value, @ForAll @IntRange(max = 40) int cut)
            throws IOException {
        byte[] bytes = Samples.gzip(Samples.idxImages(5, 4, 6));
        bytes[at % bytes.length] = value;
        Files.write(images, java.util.Arrays.copyOf(bytes, bytes.length - cut));
        isRefused();
    }

    private static boolean isRefused() {
        try {
            assertThat(Idx.read("x", images, labels).count()).isEqualTo(5);
            return false;
        } catch (UserException e) {
            assertThat(e.getMessage())
                    .contains(images.toString())
                    .doesNotContain("\n")
                    .hasSizeLessThan(400);
            return true;
        }
    }
}
