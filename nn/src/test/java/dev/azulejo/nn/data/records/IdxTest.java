package dev.azulejo.nn.data.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsImagesAndLabelsZippedOrNot(boolean zipped) throws IOException {
        byte[] images = Samples.idxImages(7, 3, 5);
        byte[] labels = Samples.idxLabels(7, 4);
        Path imageFile = Files.write(folder.resolve("i"), zipped ? Samples.gzip(images) : images);
        Path labelFile = Files.write(folder.resolve("l"), zipped ? Samples.gzip(labels) : labels);
        ImageData data = Idx.read("x", imageFile, labelFile);
        assertThat(new int[] {data.count(), data.height(), data.width(), data.channels()})
                .containsExactly(7, 3, 5, 1);
        assertThat(data.classes()).containsExactly("0", "1", "2", "3");
        for (int i = 0; i < 7; i++) {
            assertThat(data.label(i)).isEqualTo(i % 4);
            assertThat(Samples.read(data, i)).isEqualTo(Arrays.copyOfRange(images, 16 + 15 * i, 31 + 15 * i));
        }
        ImageData bare = Idx.read("x", imageFile, null);
        assertThat(bare.classes()).isEmpty();
        assertThat(bare.label(6)).isEqualTo(-1);
    }

    @Test
    void classesAreNamedByATextFileBesideThem() throws IOException {
        Path images = Files.write(folder.resolve("train-images-idx3-ubyte"), Samples.idxImages(20, 3, 5));
        Path labels = Files.write(folder.resolve("train-labels-idx1-ubyte"), Samples.idxLabels(20, 3));
        Path names = Files.writeString(folder.resolve("classes.txt"), "Bag\nAnkle boot\n\n Coat \n");
        List<Path> files = List.of(images, labels, names);
        assertThat(IdxFolder.read(folder, files).train().classes()).containsExactly("Bag", "Ankle boot", "Coat");
        Files.writeString(names, "Bag\nCoat\n");
        assertThatThrownBy(() -> IdxFolder.read(folder, files))
                .isInstanceOf(UserException.class)
                .hasMessage(names + ": expected 3 names, one per line, found 2");
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        byte[] images = Samples.idxImages(7, 3, 5);
        byte[] labels = Samples.idxLabels(7, 4);
        refused(Arrays.copyOf(images, images.length - 1), labels, "ends in image 7 of 7");
        refused(Arrays.copyOf(images, 104), labels, "header asks for 105 bytes, but the file holds at most 104");
        refused(Samples.gzip(Arrays.copyOf(images, images.length - 1)), labels, "ends in image 7 of 7");
        refused(Arrays.copyOf(images, images.length + 1), labels, "goes on after the last");
        refused(Samples.gzip(Arrays.copyOf(images, images.length + 1)), labels, "goes on after the last");
        refused(Arrays.copyOf(images, 9), labels, "ends in its header");
        refused(new byte[0], labels, "ends in its header, before the magic number");
        refused(labels, labels, "expected the magic number 0x00000803 of IDX images, found 0x00000801 (labels)");
        refused(images, images, "expected the magic number 0x00000801 of IDX labels, found 0x00000803 (images)");
        refused(images, Samples.idxLabels(6, 4), "it has 7 images, but their file of labels has 6");
        refused(images, Arrays.copyOf(labels, 10), "ends after 2 of 7 labels");
        refused(images, Samples.gzip(Arrays.copyOf(labels, 10)), "ends after 2 of 7 labels");
        refused(images, Arrays.copyOf(labels, 16), "goes on after the last");
        refused(header(0x803, 0, 3, 5), labels, "expected the number of images from 1 to 2147483647, found 0");
        refused(header(0x803, -1, 3, 5), labels, "found 4294967295");
        refused(header(0x803, 7, 100_000, 5), labels, "expected the number of rows from 1 to 8192, found 100000");
        refused(header(0x803, 7, 8192, 8192), labels, "header asks for 469762048 bytes");
        refused(Samples.gzip(header(0x803, 7, 8192, 8192)), labels, "header asks for 469762048 bytes");
        byte[] cut = Samples.gzip(images);
        refused(Arrays.copyOf(cut, cut.length - 9), labels, "gzip data is damaged or cut short");
        refused(Arrays.copyOf(cut, 5), labels, "gzip data is damaged or cut short");
        cut[cut.length - 6] ^= 1;
        refused(cut, labels, "gzip data is damaged or cut short");
        assertThatThrownBy(() -> Idx.read("x", folder.resolve("none"), null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Idx.read("x", folder, null)).isInstanceOf(UserException.class);
    }

    private void refused(byte[] images, byte[] labels, String message) throws IOException {
        Path imageFile = Files.write(folder.resolve("i"), images);
        Path labelFile = Files.write(folder.resolve("l"), labels);
        assertThatThrownBy(() -> Idx.read("x", imageFile, labelFile))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message);
    }

    private static byte[] header(int... words) {
        ByteBuffer out = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            out.putInt(word);
        }
        return out.array();
    }

    /** Half a megabyte that inflates to five hundred: the header is enough to refuse it. */
    @Test
    void labelsThatInflateToMoreThanThereAreImagesAreNotInflated() throws IOException {
        int many = 500_000_000;
        Path images = Files.write(folder.resolve("i"), Samples.gzip(Samples.idxImages(7, 3, 5)));
        Path labels = folder.resolve("l.gz");
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(labels), 1 << 16)) {
            out.write(ByteBuffer.allocate(8).putInt(0x801).putInt(many).array());
            for (int i = 0; i < 10; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        Files.write(labels, new byte[many / 1000], java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Idx.read("x", images, labels))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("7 images")
                .hasMessageContaining("labels has " + many);
    }
}
