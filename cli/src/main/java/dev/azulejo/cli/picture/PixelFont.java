package dev.azulejo.cli.picture;

import java.awt.image.BufferedImage;

/**
 * Letters of five by seven pixels for the labels of pictures. A JDK on a server often finds no fonts at all, and then
 * java.awt cannot write a word.
 */
public final class PixelFont {
    /** Rows of a letter, with the one below the line. */
    static final int HEIGHT = 8;

    private static final int WIDTH = 5;
    private static final int FIRST = ' ';
    private static final int LAST = '~';

    /** Five columns a letter, two hexadecimal digits a column, the lowest bit at the top; from the blank to the tilde. */
    private static final String COLUMNS =
            "000000000000005F00000007000700147F147F14242A7F2A12231308646236495620500000070000001C2241000041221C00"
                + "14083E081408083E080800503000000808080808006060000020100804023E5149453E00427F400042615149462241494936"
                + "1814127F1027454545393C4A49493001710905033649494936064949291E0036360000005636000008142241001414141414"
                + "004122140802015109063E415D551E7E1111117E7F494949363E414141227F4141413E7F494949417F090909013E4149497A"
                + "7F0808087F00417F41002040413F017F081422417F404040407F020C027F7F0408107F3E4141413E7F090909063E4151215E"
                + "7F09192946264949493201017F01013F4040403F1F2040201F3F4038403F631408146307087008076151494543007F414100"
                + "02040810200041417F0004020102044040404040000102040020545454787F484444383844444428384444487F3854545418"
                + "087E09010218A4A4A47C7F0804047800447D40004080847D007F1028440000417F40007C041804787C080404783844444438"
                + "FC2424241818242424FC7C080404084854545420043F4440203C4040207C1C2040201C3C4030403C44281028441CA0A0A07C"
                + "4464544C44000836410000007F000000413608000804081008";

    private PixelFont() {}

    /** Pixels that a text takes. */
    static int width(String text, int scale) {
        return text.isEmpty() ? 0 : (text.length() * (WIDTH + 1) - 1) * scale;
    }

    /** Writes a text; what is not ASCII becomes a question mark. */
    static void write(BufferedImage image, String text, int left, int top, int scale, int rgb) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int glyph = (c < FIRST || c > LAST ? '?' : c) - FIRST;
            for (int column = 0; column < WIDTH; column++) {
                int at = 2 * (glyph * WIDTH + column);
                int bits = Integer.parseInt(COLUMNS, at, at + 2, 16);
                for (int row = 0; row < HEIGHT; row++) {
                    if ((bits >> row & 1) != 0) {
                        dot(image, left + (i * (WIDTH + 1) + column) * scale, top + row * scale, scale, rgb);
                    }
                }
            }
        }
    }

    private static void dot(BufferedImage image, int left, int top, int scale, int rgb) {
        for (int y = top; y < top + scale; y++) {
            for (int x = left; x < left + scale; x++) {
                if (x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight()) {
                    image.setRGB(x, y, rgb);
                }
            }
        }
    }
}
