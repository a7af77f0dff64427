package dev.azulejo.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Pixels land where they belong. */
class PictureTest {
    private static Picture picture(int size, int channels, float... colour) {
        float[] values = new float[size * size * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = colour[i % channels];
        }
        return new Picture(size, size, channels, values);
    }

    @Test
    void smallImagesAreEnlargedPixelByPixelAndCutOffAtBlackAndWhite() throws IOException {
        Picture red = picture(8, 3, 1, 0, 0);
        Picture beyond = picture(8, 1, 1.7f);
        Picture below = picture(8, 1, -0.3f);
        byte[] png = new PictureGrid()
                .row("", List.of(red, beyond), false)
                .row("", List.of(below), false)
                .png();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(14 + 72 + 4 + 72 + 14);
        assertThat(image.getHeight()).isEqualTo(14 + 72 + 4 + 72 + 14);
        assertThat(image.getRGB(14, 14) & 0xFFFFFF).isEqualTo(0xFF0000);
        assertThat(image.getRGB(85, 85) & 0xFFFFFF).isEqualTo(0xFF0000);
        assertThat(image.getRGB(86, 85) & 0xFFFFFF).isEqualTo(0xFAF8F4);
        assertThat(image.getRGB(90, 14) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(image.getRGB(14, 90) & 0xFFFFFF).isEqualTo(0x000000);
    }

    @Test
    void pixelsKeepTheirRowsAndColumns() throws IOException {
        float[] values = {0, 1, 0.5f, 0.25f};
        byte[] png = PictureGrid.square(List.of(new Picture(2, 2, 1, values))).png();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getRGB(14, 14) & 0xFF).isZero();
        assertThat(image.getRGB(14 + 71, 14) & 0xFF).isEqualTo(255);
        assertThat(image.getRGB(14, 14 + 71) & 0xFF).isEqualTo(128);
        assertThat(image.getRGB(14 + 71, 14 + 71) & 0xFF).isEqualTo(64);
    }

    @Test
    void aDescriptionTravelsInTheFile() throws IOException {
        byte[] png =
                PngText.describe(PictureGrid.square(List.of(picture(8, 1, 0))).png(), "class 1 (Müller), seed 7");
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(100);
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in);
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            Element text = (Element) root.getElementsByTagName("iTXtEntry").item(0);
            assertThat(text.getAttribute("keyword")).isEqualTo("Description");
            assertThat(text.getAttribute("text")).isEqualTo("class 1 (Müller), seed 7");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void aLongLabelIsBrokenIntoAsManyLinesAsTheRowHasRoomFor() {
        String one = "quantizer=ema wiring=paper stack=reference res_blocks=2 codes=64";
        assertThat(Label.of(one, 72).lines())
                .containsExactly("quantizer=ema wiring=paper", "stack=reference res_blocks=2", "codes=64");
        assertThat(Label.of("x".repeat(70), 72).lines())
                .containsExactly("x".repeat(30), "x".repeat(30), "x".repeat(10));
        assertThat(Label.of("thirty characters, and no more", 16).lines())
                .containsExactly("thirty characters, and no more");
        for (int height = 1; height < 200; height++) {
            List<String> lines = Label.of((one + " ").repeat(9), height).lines();
            assertThat(lines).hasSizeBetween(1, Math.max(1, (height + 2) / 18)).allMatch(line -> line.length() <= 30);
            assertThat(String.join("", lines)).startsWith("quantizer").contains("...");
        }
    }

    @Test
    void labelsMoveTheImagesToTheRight() {
        BufferedImage plain = PictureGrid.square(List.of(picture(8, 1, 0))).paint();
        BufferedImage labelled = new PictureGrid()
                .row("a label", List.of(picture(8, 1, 0)), false)
                .paint();
        assertThat(labelled.getWidth()).isEqualTo(plain.getWidth() + (7 * 6 - 1) * 2 + 14);
    }

    @Test
    void longListsAreBrokenIntoGroups() {
        List<Picture> many = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            many.add(picture(8, 1, 0));
        }
        BufferedImage image = PictureGrid.compared(List.of("above", "below"), List.of(many, many))
                .paint();
        assertThat(image.getHeight()).isEqualTo(2 * 14 + 6 * 72 + 3 * 4 + 2 * 14);
    }
}
