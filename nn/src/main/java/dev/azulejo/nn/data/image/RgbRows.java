package dev.azulejo.nn.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** The rows of a {@link BufferedImage} as red, green and blue, what is transparent laid over white. */
@FunctionalInterface
public interface RgbRows {
    /**
     * Reads a row.
     *
     * @param y the row
     * @param rgb gets three bytes per pixel
     */
    void read(int y, byte[] rgb);

    /**
     * The rows of an image, its samples as they are stored.
     *
     * @param image any image
     * @return its rows
     */
    static RgbRows of(BufferedImage image) {
        return areSamplesPlain(image.getColorModel()) ? samples(image) : converted(image);
    }

    private static boolean areSamplesPlain(ColorModel colors) {
        int type = colors.getColorSpace().getType();
        return colors instanceof ComponentColorModel
                && !colors.isAlphaPremultiplied()
                && (colors.getTransferType() == DataBuffer.TYPE_BYTE
                        || colors.getTransferType() == DataBuffer.TYPE_USHORT)
                && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY);
    }

    /** Component images as stored: getRGB would brighten grey ones, whose colour space it takes for linear. */
    private static RgbRows samples(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        int colors = image.getColorModel().getNumColorComponents();
        int bits = image.getColorModel().getComponentSize(0);
        int[] row = new int[width * bands];
        return (y, rgb) -> {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0, at = 0; x < width; x++) {
                int pixel = x * bands;
                int alpha = bands > colors ? eight(row[pixel + colors], bits) : 255;
                for (int c = 0; c < 3; c++) {
                    rgb[at++] = overWhite(eight(row[pixel + (colors == 1 ? 0 : c)], bits), alpha);
                }
            }
        };
    }

    /** Palettes and packed pixels. */
    private static RgbRows converted(BufferedImage image) {
        int width = image.getWidth();
        int[] row = new int[width];
        return (y, rgb) -> {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0, at = 0; x < width; x++) {
                int alpha = row[x] >>> 24;
                rgb[at++] = overWhite(row[x] >> 16 & 0xFF, alpha);
                rgb[at++] = overWhite(row[x] >> 8 & 0xFF, alpha);
                rgb[at++] = overWhite(row[x] & 0xFF, alpha);
            }
        };
    }

    private static int eight(int sample, int bits) {
        int most = (1 << bits) - 1;
        return bits == 8 ? sample : (sample * 255 + most / 2) / most;
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
