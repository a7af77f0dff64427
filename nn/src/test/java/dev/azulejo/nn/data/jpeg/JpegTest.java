package dev.azulejo.nn.data.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside each JPEG lies what Pillow 9.4 with libjpeg-turbo 2.1.5 makes of it, as a PNG. */
class JpegTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "444",
                "422",
                "420",
                "440",
                "4x2",
                "q5",
                "q100",
                "optimized",
                "tiny",
                "thin",
                "progressive",
                "progressive444",
                "progressive-grey",
                "grey",
                "restarts",
                "restarts411",
                "restarts-progressive",
                "no-marker",
                "adobe-rgb",
                "adobe-ycc",
                "adobe-unknown",
                "jfif-and-adobe-rgb",
                "ids-rgb",
                "ids-rgb-jfif",
                "ids-rgb-adobe-ycc",
                "ids-012",
                "ids-high",
                "cmyk",
                "cmyk-no-marker",
                "cmyk-unknown-transform",
                "ycck",
                "ycck-progressive"
            })
    void samplesAndColoursAreThoseOfPillow(String name) throws Exception {
        assertThat(decode(file(name))).isEqualTo(expected(name));
    }

    /** Profiles and other segments, however odd, change no pixel and refuse no picture. */
    @Test
    void nothingInASegmentOfAnApplicationMatters() throws Exception {
        byte[] icc = ascii("ICC_PROFILE\0\1\1");
        byte[][] odd = {
            {},
            icc,
            join(icc, new byte[300]),
            join(ascii("ICC_PROFILE\0\2\1"), new byte[20]),
            join(ascii("ICC_PROFILE\0\0\0"), new byte[20]),
            ascii("ICC_PROFILE\0"),
            ascii("ICC"),
            ascii("Adobe"),
            ascii("JFIF"),
            ascii("Exif\0"),
            ascii("Exif\0\0MM"),
        };
        for (String name : new String[] {"420", "progressive", "cmyk", "grey"}) {
            for (int marker = 0xE0; marker <= 0xEF; marker++) {
                for (byte[] segment : odd) {
                    byte[] once = insert(file(name), 2, segment(marker, segment));
                    byte[] twice = insert(once, 2, segment(marker, segment));
                    assertThat(decode(twice)).isEqualTo(expected(name));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"420", "progressive", "restarts", "cmyk", "grey"})
    void whatIsCutShortIsRefused(String name) throws IOException {
        byte[] file = file(name);
        for (int length = 2; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> decode(cut)).isInstanceOf(JpegException.class);
        }
    }

    /** An end that was put there does not make a cut file whole. */
    @ParameterizedTest
    @ValueSource(strings = {"420", "q100", "restarts", "cmyk", "grey", "progressive", "progressive-grey"})
    void whatIsCutShortAndClosedIsRefused(String name) throws IOException {
        byte[] file = file(name);
        for (int length = scan(file); length < file.length - 4; length++) {
            byte[] cut = join(Arrays.copyOf(file, length), new byte[] {(byte) 0xFF, (byte) 0xD9});
            assertThatThrownBy(() -> decode(cut)).isInstanceOf(JpegException.class);
        }
    }

    @Test
    void markersInAScanMustBeRight() throws Exception {
        byte[] file = file("restarts");
        for (int at = scan(file); at < file.length - 2; at++) {
            if (file[at] != (byte) 0xFF || file[at + 1] == 0) {
                continue;
            }
            byte[] wrong = file.clone();
            wrong[at + 1] = (byte) (wrong[at + 1] ^ 1);
            assertThatThrownBy(() -> decode(wrong)).hasMessageContaining("damaged");
            byte[] missing = join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + 2, file.length));
            assertThatThrownBy(() -> decode(missing)).hasMessageContaining("damaged");
            byte[] late = insert(file, at, new byte[] {0x12});
            assertThatThrownBy(() -> decode(late)).hasMessageContaining("damaged");
            byte[] filled = insert(file, at, new byte[] {(byte) 0xFF, (byte) 0xFF});
            assertThat(decode(filled)).isEqualTo(expected("restarts"));
        }
        byte[] inside = insert(file("420"), scan(file("420")) + 20, new byte[] {(byte) 0xFF, (byte) 0xD0});
        assertThatThrownBy(() -> decode(inside)).hasMessageContaining("damaged (a scan ends early)");
    }

    @Test
    void somePaddingBeforeTheEndIsHarmlessAndMoreIsALossOfBlocks() throws Exception {
        byte[] file = file("420");
        assertThat(decode(insert(file, file.length - 2, new byte[100]))).isEqualTo(expected("420"));
        assertThat(decode(insert(file, file.length - 2, new byte[] {1, 2, 3, 0})))
                .isEqualTo(expected("420"));
        assertThat(decode(join(file, ascii("and what a camera writes behind it"))))
                .isEqualTo(expected("420"));
        assertThatThrownBy(() -> decode(insert(file, file.length - 2, new byte[] {1, 2, 3, 4})))
                .hasMessage("damaged (bytes are left over after a scan)");
        byte[] progressive = file("progressive");
        for (int at = scan(progressive); at < progressive.length - 2; at++) {
            if (progressive[at] == (byte) 0xFF && progressive[at + 1] != 0) {
                byte[] between = insert(progressive, at, new byte[1]);
                assertThatThrownBy(() -> decode(between)).hasMessageContaining("damaged");
                assertThat(decode(insert(progressive, at, new byte[] {(byte) 0xFF})))
                        .isEqualTo(expected("progressive"));
                at += 2 + progressive[at + 3];
            }
        }
    }

    /** A changed bit shows if the scan then ends too early or too late; never in another exception. */
    @Test
    void flippedBitsAreFoundByTheEndOfTheirScan() throws IOException {
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; i < 400; i++) {
            byte[] file = file(i % 2 == 0 ? "420" : "restarts");
            file[scan(file) + random.nextInt(file.length - scan(file) - 2)] ^= (byte) (1 << random.nextInt(8));
            try {
                decode(file);
            } catch (JpegException e) {
                assertThat(e).hasMessageMatching("damaged \\(.*\\)|cut short");
                found++;
            }
        }
        assertThat(found).isGreaterThan(60);
    }

    @Test
    void saysWhatKindIsNotRead() throws IOException {
        byte[] file = file("420");
        int frame = find(file, 0xC0, 0);
        byte[] arithmetic = file.clone();
        arithmetic[frame + 1] = (byte) 0xC9;
        assertThatThrownBy(() -> Jpeg.open(arithmetic)).hasMessageContaining("save it as an ordinary one");
        byte[] deep = file.clone();
        deep[frame + 4] = 12;
        assertThatThrownBy(() -> Jpeg.open(deep)).hasMessage("a JPEG of 12 bits; save it with 8");
        byte[] empty = file.clone();
        empty[frame + 5] = 0;
        empty[frame + 6] = 0;
        assertThatThrownBy(() -> Jpeg.open(empty)).hasMessage("damaged (it is 27x0 pixels)");
        assertThatThrownBy(() -> Jpeg.open(new byte[] {(byte) 0xFF, (byte) 0xD8}))
                .hasMessage("cut short");
        byte[] endless = Arrays.copyOf(file, scan(file) - 2);
        assertThatThrownBy(() -> decode(endless)).isInstanceOf(JpegException.class);
    }

    private static byte[] decode(byte[] file) throws JpegException {
        Jpeg jpeg = Jpeg.open(file);
        byte[] out = new byte[3 * jpeg.height() * jpeg.width()];
        jpeg.decode((y, rgb, from) -> System.arraycopy(rgb, from, out, 3 * y * jpeg.width(), 3 * jpeg.width()));
        return out;
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = JpegTest.class.getResourceAsStream(name + ".jpg")) {
            return in.readAllBytes();
        }
    }

    private static byte[] expected(String name) throws IOException {
        BufferedImage image = ImageIO.read(JpegTest.class.getResource(name + ".png"));
        byte[] out = new byte[3 * image.getHeight() * image.getWidth()];
        for (int i = 0; i < out.length; i += 3) {
            int rgb = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
            out[i] = (byte) (rgb >> 16);
            out[i + 1] = (byte) (rgb >> 8);
            out[i + 2] = (byte) rgb;
        }
        return out;
    }

    /** Where the bytes of the first scan begin. */
    private static int scan(byte[] file) {
        int at = find(file, 0xDA, 0);
        return at + 2 + (file[at + 2] << 8) + file[at + 3];
    }

    private static int find(byte[] file, int marker, int from) {
        for (int at = from; at < file.length - 1; at++) {
            if (file[at] == (byte) 0xFF && file[at + 1] == (byte) marker) {
                return at;
            }
        }
        return file.length;
    }

    private static byte[] segment(int marker, byte[] content) {
        byte[] head = {(byte) 0xFF, (byte) marker, (byte) ((content.length + 2) >> 8), (byte) (content.length + 2)};
        return join(head, content);
    }

    private static byte[] insert(byte[] file, int at, byte[] bytes) {
        return join(Arrays.copyOf(file, at), bytes, Arrays.copyOfRange(file, at, file.length));
    }

    private static byte[] join(byte[]... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] one : all) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
