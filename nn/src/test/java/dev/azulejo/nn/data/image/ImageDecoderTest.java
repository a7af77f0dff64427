package dev.azulejo.nn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.image.ImageDecoder.Size;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int IHDR_END = 33;

    @TempDir
    Path folder;

    /** Where the pixel at (x, y) of a stored image of 5 by 3 is seen, by the words of Exif. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void orientationIsAppliedAsViewersDo(int number) throws Exception {
        BufferedImage stored = ImageFiles.picture(5, 3);
        BufferedImage seen = number < 5
                ? new BufferedImage(5, 3, BufferedImage.TYPE_3BYTE_BGR)
                : new BufferedImage(3, 5, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                int[] to = switch (number) {
                    case 1 -> new int[] {x, y};
                    case 2 -> new int[] {4 - x, y};
                    case 3 -> new int[] {4 - x, 2 - y};
                    case 4 -> new int[] {x, 2 - y};
                    case 5 -> new int[] {y, x};
                    case 6 -> new int[] {2 - y, x};
                    case 7 -> new int[] {2 - y, 4 - x};
                    default -> new int[] {y, 4 - x};
                };
                seen.setRGB(to[0], to[1], stored.getRGB(x, y));
            }
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            byte[] exif = ImageFiles.exif(number, order);
            byte[] png = ImageFiles.encoded(stored, "png");
            byte[] noted = ImageFiles.insert(png, IHDR_END, ImageFiles.pngChunk("eXIf", exif));
            assertThat(decode(noted)).isEqualTo(ImageFiles.rgb(seen));
            assertThat(size(noted)).isEqualTo(new Size(seen.getHeight(), seen.getWidth()));
            byte[] segment = ImageFiles.jpegSegment(0xE1, ImageFiles.join(ImageFiles.ascii("Exif\0\0"), exif));
            byte[] jpeg = ImageFiles.insert(ImageFiles.encoded(stored, "jpeg"), 2, segment);
            assertThat(size(jpeg)).isEqualTo(new Size(seen.getHeight(), seen.getWidth()));
        }
    }

    @Test
    void whatACameraNotesAmissSaysNothing() {
        byte[] good = ImageFiles.exif(6, ByteOrder.LITTLE_ENDIAN);
        assertThat(Orientation.of(good)).isEqualTo(Orientation.TURNED_LEFT);
        for (int length = 0; length < good.length - 4; length++) {
            assertThat(Orientation.of(Arrays.copyOf(good, length))).isEqualTo(Orientation.UPRIGHT);
        }
        for (int value : new int[] {-1, 0, 9, 300}) {
            assertThat(Orientation.of(ImageFiles.exif(value, ByteOrder.BIG_ENDIAN)))
                    .isEqualTo(Orientation.UPRIGHT);
        }
        for (int at = 0; at < good.length; at++) {
            byte[] odd = good.clone();
            odd[at] = (byte) 0xFF;
            assertThat(Orientation.of(odd)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RIFF~~~~WEBPVP8 , 'a WebP image, whatever its name; convert it: magick IN OUT.png'",
        "~~~~ftypavif, an AVIF image",
        "~~~~ftypheic, a HEIC image",
        "~~~~ftypmif1, a HEIC image",
        "~~~~ftypisom, 'no image but a video'",
        "II*~, a TIFF image",
        "MM~*, a TIFF image",
        "8BPS, a Photoshop file",
        "~~\1~, a Windows icon",
        "%PDF-1.4, no image but a PDF document",
        "<?xml version='1.0'?><svg , an SVG drawing",
        "<!DOCTYPE html>, no image but a web page",
        "PK\3\4~, no image but an archive",
    })
    void namesOtherFormatsWhateverTheFileIsCalled(String head, String words) throws IOException {
        byte[] file = Arrays.copyOf(ImageFiles.ascii(head.replace('~', '\0')), 600);
        assertThatThrownBy(() -> decode(file)).isInstanceOf(NotAnImage.class).hasMessageStartingWith(words);
    }

    @Test
    void formatIsToldByContentAndNotByName() throws Exception {
        BufferedImage image = ImageFiles.picture(9, 6);
        assertThat(decode(ImageFiles.encoded(image, "png"), "a.jpg")).isEqualTo(ImageFiles.rgb(image));
        assertThat(decode(ImageFiles.encoded(image, "bmp"), "a.png")).isEqualTo(ImageFiles.rgb(image));
    }

    @Test
    void nothingBesideThePixelsOfAPngMatters() throws Exception {
        BufferedImage colour = ImageFiles.picture(9, 6);
        IndexColorModel model = new IndexColorModel(
                8, 3, new byte[] {10, (byte) 200, 0}, new byte[] {20, 100, 0}, new byte[] {30, 50, 0}, 2);
        BufferedImage palette = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (BufferedImage image : new BufferedImage[] {colour, palette}) {
            byte[] png = ImageFiles.encoded(image, "png");
            byte[] plain = decode(png);
            for (String type : new String[] {"iCCP", "gAMA", "cHRM", "sRGB", "cICP", "tEXt", "zTXt", "iTXt", "pHYs"}) {
                for (byte[] content :
                        new byte[][] {{}, {0}, {1, 2, 3}, ImageFiles.ascii("name\0\0junk"), new byte[999]}) {
                    byte[] once = ImageFiles.insert(png, IHDR_END, ImageFiles.pngChunk(type, content));
                    byte[] twice = ImageFiles.insert(once, IHDR_END, ImageFiles.pngChunk(type, content));
                    assertThat(decode(twice)).isEqualTo(plain);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void oneGreyOfAPngMayBeTransparent(int bits) throws Exception {
        int count = Math.min(16, 1 << bits);
        int most = (1 << bits) - 1;
        for (int key = 0; key < count; key++) {
            byte[] rgb = decode(ImageFiles.greys(bits, count, key));
            for (int value = 0; value < count; value++) {
                int expected = value == key ? 255 : (value * 255 + most / 2) / most;
                assertThat(rgb[3 * value] & 255)
                        .as("%d of %d bits, %d transparent", value, bits, key)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void everyByteOfAPngThatMakesPixelsIsChecked() throws Exception {
        byte[] png = ImageFiles.encoded(ImageFiles.picture(9, 6), "png");
        int end = png.length - 12;
        for (int at = 8; at < end; at++) {
            byte[] changed = png.clone();
            changed[at] ^= 4;
            assertThatThrownBy(() -> decode(changed)).isInstanceOf(NotAnImage.class);
        }
    }

    @Test
    void aGifIsItsScreen() throws Exception {
        byte[] gif = ImageFiles.gif(16, 12, 4, 5, 8, 6, false);
        assertThat(size(gif)).isEqualTo(new Size(12, 16));
        byte[] rgb = decode(gif);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 16; x++) {
                boolean inside = x >= 4 && x < 12 && y >= 5 && y < 11;
                boolean last = x == 11 && y == 10;
                byte[] expected =
                        !inside ? new byte[] {-1, -1, -1} : last ? new byte[] {0, -1, 0} : new byte[] {-1, 0, 0};
                int at = 3 * (16 * y + x);
                assertThat(Arrays.copyOfRange(rgb, at, at + 3)).isEqualTo(expected);
            }
        }
        byte[] clear = decode(ImageFiles.gif(16, 12, 4, 5, 8, 6, true));
        int lastPixel = 3 * (16 * 10 + 11);
        assertThat(Arrays.copyOfRange(clear, lastPixel, lastPixel + 3)).containsExactly(255, 255, 255);
    }

    @Test
    void aFrameThatJutsOutMakesTheScreenOfAGifLarger() throws Exception {
        assertThat(size(ImageFiles.gif(4, 4, 2, 1, 8, 6, false))).isEqualTo(new Size(7, 10));
        assertThat(decode(ImageFiles.gif(4, 4, 2, 1, 8, 6, false))).hasSize(3 * 7 * 10);
        assertThat(size(ImageFiles.gif(0, 0, 0, 0, 3, 2, false))).isEqualTo(new Size(2, 3));
        assertThatThrownBy(() -> decode(ImageFiles.gif(16, 16, 0, 0, 0, 8, false)))
                .hasMessage("damaged (its first frame is 0x8 pixels)");
        assertThatThrownBy(() -> decode(ImageFiles.gif(65535, 65535, 0, 0, 2, 2, false)))
                .hasMessageContaining("too large: 65535x65535 pixels");
    }

    @Test
    void everyHeaderOfABmpIsRead() throws Exception {
        BufferedImage image = ImageFiles.picture(7, 5);
        int embedded = 0x4D424544;
        int linked = 0x4C494E4B;
        for (int header : new int[] {40, 52, 56, 64, 108, 124}) {
            for (boolean fromTop : new boolean[] {false, true}) {
                for (int colours : new int[] {0, 0x73524742, embedded, linked}) {
                    byte[] bmp = ImageFiles.bmp(image, header, fromTop, colours, ImageFiles.ascii("no profile"));
                    assertThat(decode(bmp)).as("header of %d bytes", header).isEqualTo(ImageFiles.rgb(image));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void saysBeforehandHowMuchMemoryItTakes(String format) throws Exception {
        byte[] file = ImageFiles.encoded(ImageFiles.picture(100, 80), format);
        try (ImageDecoder image = ImageDecoder.open(Files.write(folder.resolve("a"), file))) {
            assertThat(image.bytes()).isBetween(4L * 8000, 10L * 8000);
        }
    }

    @Test
    void aFolderIsNoImage() {
        assertThatThrownBy(() -> ImageDecoder.open(folder)).hasMessage("not a file");
        assertThatThrownBy(() -> ImageDecoder.open(folder.resolve("none.png"))).hasMessage("no such file");
    }

    private byte[] decode(byte[] file) throws IOException, NotAnImage {
        return decode(file, "a.jpg");
    }

    private byte[] decode(byte[] file, String name) throws IOException, NotAnImage {
        try (ImageDecoder image = ImageDecoder.open(Files.write(folder.resolve(name), file))) {
            return image.decode();
        }
    }

    private Size size(byte[] file) throws IOException, NotAnImage {
        try (ImageDecoder image = ImageDecoder.open(Files.write(folder.resolve("a"), file))) {
            return image.size();
        }
    }
}
