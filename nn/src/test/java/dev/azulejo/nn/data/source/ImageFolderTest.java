package dev.azulejo.nn.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.message.UserException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"png, a.png, 0", "jpeg, a.JPG, 8", "bmp, a.bmp, 0", "gif, a.gif, 40"})
    void readsEveryFormat(String format, String name, int tolerance) throws IOException {
        BufferedImage picture = Samples.picture(24, 16, BufferedImage.TYPE_3BYTE_BGR);
        Samples.save(picture, format, folder.resolve(name));
        ImageFolder.Result read = ImageFolder.read(folder, NONE, NONE);
        assertThat(read.skipped()).isEmpty();
        ImageData data = read.images();
        assertThat(new int[] {data.count(), data.height(), data.width(), data.channels()})
                .containsExactly(1, 16, 24, 3);
        byte[] image = Samples.read(data, 0);
        for (int p = 0; p < 16 * 24; p++) {
            int rgb = picture.getRGB(p % 24, p / 24);
            assertThat((double) (image[3 * p] & 255)).isCloseTo(rgb >> 16 & 255, within(tolerance));
            assertThat((double) (image[3 * p + 1] & 255)).isCloseTo(rgb >> 8 & 255, within(tolerance));
            assertThat((double) (image[3 * p + 2] & 255)).isCloseTo(rgb & 255, within(tolerance));
        }
    }

    @Test
    void greyFilesKeepTheirValuesAndMakeGreyImages() throws IOException {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(16, 16, BufferedImage.TYPE_USHORT_GRAY);
        for (int p = 0; p < 256; p++) {
            grey.getRaster().setSample(p % 16, p / 16, 0, p);
            deep.getRaster().setSample(p % 16, p / 16, 0, p * 257);
        }
        Samples.save(grey, "png", folder.resolve("a.png"));
        Samples.save(deep, "png", folder.resolve("b.png"));
        ImageData data = ImageFolder.read(folder, NONE, NONE).images();
        assertThat(data.channels()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            byte[] image = Samples.read(data, i);
            for (int p = 0; p < 256; p++) {
                assertThat(image[p] & 255).isEqualTo(p);
            }
        }
        assertThat(ImageFolder.read(folder, NONE, OptionalInt.of(3)).images().channels())
                .isEqualTo(3);
        Samples.save(Samples.picture(16, 16, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("c.png"));
        assertThat(ImageFolder.read(folder, NONE, NONE).images().channels()).isEqualTo(3);
        assertThat(ImageFolder.read(folder, NONE, OptionalInt.of(1)).images().channels())
                .isEqualTo(1);
    }

    @Test
    void whatIsTransparentIsLaidOverWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0x80FF0000);
        image.setRGB(2, 0, 0xFF102030);
        Samples.save(image, "png", folder.resolve("a.png"));
        byte[] rgb = Samples.read(ImageFolder.read(folder, NONE, NONE).images(), 0);
        assertThat(rgb).containsExactly(255, 255, 255, 255, 127, 127, 0x10, 0x20, 0x30);
    }

    @Test
    void palettesAndFewBitsAreReadExactly() throws IOException {
        IndexColorModel palette = new IndexColorModel(
                8, 3, new byte[] {10, (byte) 200, 0}, new byte[] {20, 100, 0}, new byte[] {30, 50, 0}, 2);
        BufferedImage indexed = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
        indexed.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 1, 2}); // The last one is transparent.
        Samples.save(indexed, "png", folder.resolve("a/a.png"));
        Samples.save(indexed, "gif", folder.resolve("a/b.gif"));
        ImageData data = ImageFolder.read(folder, NONE, NONE).images();
        for (int i = 0; i < 2; i++) {
            assertThat(Samples.read(data, i)).containsExactly(10, 20, 30, 200, 100, 50, 255, 255, 255);
        }
        BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, -1);
        Path file = Samples.save(bits, "png", folder.resolve("bits.png"));
        assertThat(Samples.read(ImageFolder.readFile(file, NONE, NONE).images(), 0))
                .containsExactly(0, 255, 0);
    }

    @Test
    void extraBytesInAJpegAreHarmless() throws IOException {
        Path file = folder.resolve("a.jpeg");
        Samples.save(Samples.picture(16, 16, BufferedImage.TYPE_3BYTE_BGR), "jpeg", file);
        byte[] clean = Samples.read(ImageFolder.readFile(file, NONE, NONE).images(), 0);
        byte[] bytes = Files.readAllBytes(file);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        longer[bytes.length - 2] = 0;
        longer[bytes.length - 1] = 1;
        longer[bytes.length] = 2;
        longer[bytes.length + 1] = (byte) 0xFF;
        longer[bytes.length + 2] = (byte) 0xD9;
        Files.write(file, longer);
        assertThat(Samples.read(ImageFolder.readFile(file, NONE, NONE).images(), 0))
                .isEqualTo(clean);
    }

    @Test
    void subFoldersAreClassesAndOrderIsThatOfThePaths() throws IOException {
        BufferedImage image = Samples.picture(8, 8, BufferedImage.TYPE_INT_RGB);
        for (String name : new String[] {
            "b/z.png",
            "b/deep/er/y.png",
            "a b/x.png",
            "a/w.png",
            "top.png",
            ".hidden/h.png",
            "a/.h.png",
            "__MACOSX/m.png"
        }) {
            Samples.save(image, "png", folder.resolve(name));
        }
        Files.writeString(folder.resolve("a/readme.txt"), "not an image");
        ImageFolder.Result read = ImageFolder.read(folder, NONE, NONE);
        ImageData data = read.images();
        assertThat(read.skipped()).isEmpty();
        assertThat(data.classes()).containsExactly("a", "a b", "b");
        int[] labels = new int[data.count()];
        Arrays.setAll(labels, data::label);
        assertThat(labels).containsExactly(0, 1, 2, 2, -1); // a/w, a b/x, b/deep/er/y, b/z, top
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void damagedImagesAreSkippedNamedAndCounted(String format) throws IOException {
        BufferedImage image = Samples.picture(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        Path whole = Samples.save(image, format, folder.resolve("good." + format));
        byte[] bytes = Files.readAllBytes(whole);
        for (int tenths = 0; tenths < 10; tenths++) {
            Files.write(
                    folder.resolve("cut" + tenths + "." + format), Arrays.copyOf(bytes, bytes.length * tenths / 10));
        }
        Files.writeString(folder.resolve("text." + format), "this is not an image at all");
        ImageFolder.Result read = ImageFolder.read(folder, OptionalInt.of(32), NONE);
        assertThat(read.images().count()).isEqualTo(1);
        assertThat(read.skipped()).hasSize(11);
        assertThat(read.skipped().getFirst())
                .isEqualTo(new SkippedFile(folder.resolve("cut0." + format), "the file is empty"));
        assertThat(read.skipped().getLast().file()).isEqualTo(folder.resolve("text." + format));
        read.skipped().forEach(s -> assertThat(s.reason()).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void noDamageEscapesAsAnotherException(String format) throws IOException {
        Path file = folder.resolve("x." + format);
        Samples.save(Samples.picture(20, 20, BufferedImage.TYPE_3BYTE_BGR), format, file);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = bytes.clone();
            for (int k = 0; k <= i % 4; k++) {
                // Mostly the header: that is where the lies are dangerous.
                damaged[random.nextInt(i % 2 == 0 ? Math.min(60, bytes.length) : bytes.length)] =
                        (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                ImageFolder.readFile(file, OptionalInt.of(8), NONE);
            } catch (UserException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aBombIsRefusedUnseen() throws IOException {
        Path file = Samples.save(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("b.png"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        bytes.putInt(16, 65_544).putInt(20, 65_544);
        CRC32 check = new CRC32();
        check.update(bytes.array(), 12, 17);
        bytes.putInt(29, (int) check.getValue());
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> ImageFolder.readFile(file, OptionalInt.of(8), NONE))
                .hasMessageContaining("too large: 65544x65544 pixels");
    }

    @Test
    void saysWhatIsWrongWithAFolder() throws IOException {
        assertThatThrownBy(() -> ImageFolder.read(folder, NONE, NONE))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("found no images; expected names that end in");
        Files.writeString(folder.resolve("a.txt"), "");
        assertThatThrownBy(() -> ImageFolder.read(folder, NONE, NONE))
                .hasMessageContaining("found no images among its 1 file;");
        Files.writeString(folder.resolve("a.png"), "x");
        assertThatThrownBy(() -> ImageFolder.read(folder, NONE, NONE))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("cannot read the image " + folder.resolve("a.png"));
        Files.writeString(folder.resolve("b.png"), "x");
        assertThatThrownBy(() -> ImageFolder.read(folder, OptionalInt.of(8), NONE))
                .hasMessageContaining("none of its 2 images can be read");
        Samples.save(Samples.picture(8, 9, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("c.png"));
        Samples.save(Samples.picture(9, 9, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("d.png"));
        assertThatThrownBy(() -> ImageFolder.read(folder, NONE, NONE))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("differ in size (c.png is 8x9, d.png is 9x9)");
        assertThat(ImageFolder.read(folder, OptionalInt.of(8), NONE).skipped()).hasSize(2);
        assertThatThrownBy(() -> ImageFolder.read(folder.resolve("none"), NONE, NONE))
                .isInstanceOf(UserException.class);
    }

    @Test
    void loadingTwiceGivesTheSame() throws IOException {
        for (int i = 0; i < 40; i++) {
            Samples.save(
                    Samples.picture(20 + i, 30, BufferedImage.TYPE_INT_RGB),
                    "png",
                    folder.resolve(i % 3 + "/" + i + ".png"));
        }
        String once =
                ImageFolder.read(folder, OptionalInt.of(16), NONE).images().fingerprint();
        assertThat(ImageFolder.read(folder, OptionalInt.of(16), NONE).images().fingerprint())
                .isEqualTo(once);
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }
}
