package dev.azulejo.nn.data.png;

import java.nio.ByteBuffer;

/** Makes red, green and blue of a PNG's samples, what is transparent laid over white. */
final class Pixels {
    private final Header header;

    /** Three bytes for each number of a palette: black where it has none. */
    private final byte[] palette = new byte[3 * 256];

    /** The samples of the one colour that is transparent; -1 if there is none. */
    private final int[] key = {-1, -1, -1};

    /**
     * Takes what two chunks say.
     *
     * @param colours three bytes each
     * @param transparency how much is seen of each of these, or the one colour that is not; perhaps nothing
     */
    Pixels(Header header, byte[] colours, byte[] transparency) {
        this.header = header;
        ByteBuffer seen = ByteBuffer.wrap(transparency);
        switch (header.type()) {
            case Header.PALETTE -> {
                for (int i = 0; i < Math.min(colours.length, palette.length); i++) {
                    int alpha = i / 3 < transparency.length ? transparency[i / 3] & 0xFF : 255;
                    palette[i] = overWhite(colours[i] & 0xFF, alpha);
                }
            }
            case Header.GREY, Header.RGB -> {
                for (int c = 0; seen.remaining() >= Short.BYTES && c < header.samples(); c++) {
                    key[c] = seen.getShort() & ((1 << header.depth()) - 1);
                }
            }
            default -> {}
        }
    }

    /** {@return whether rows are red, green and blue as they are} */
    boolean areBytes() {
        return header.type() == Header.RGB && header.depth() == Byte.SIZE && key[0] < 0;
    }

    /** Reads {@code count} pixels, whose samples begin at a byte, to {@code rgb}. */
    void row(byte[] row, int at, int count, byte[] rgb) {
        int samples = header.samples();
        int colours = samples < 3 ? 1 : 3;
        int[] pixel = new int[4];
        for (int x = 0; x < count; x++) {
            boolean hidden = true;
            for (int c = 0; c < samples; c++) {
                pixel[c] = sample(row, at, x * samples + c);
                hidden &= c < 3 && pixel[c] == key[c];
            }
            if (header.type() == Header.PALETTE) {
                System.arraycopy(palette, 3 * pixel[0], rgb, 3 * x, 3);
                continue;
            }
            int alpha = hidden ? 0 : samples > colours ? eight(pixel[colours]) : 255;
            for (int c = 0; c < 3; c++) {
                rgb[3 * x + c] = overWhite(eight(pixel[colours == 1 ? 0 : c]), alpha);
            }
        }
    }

    private int sample(byte[] row, int at, int i) {
        int depth = header.depth();
        return switch (depth) {
            case 8 -> row[at + i] & 0xFF;
            case 16 -> (row[at + 2 * i] & 0xFF) << 8 | (row[at + 2 * i + 1] & 0xFF);
            default -> {
                int bit = depth * i;
                yield row[at + bit / 8] >> (8 - depth - bit % 8) & ((1 << depth) - 1);
            }
        };
    }

    private int eight(int sample) {
        int most = (1 << header.depth()) - 1;
        return most == 255 ? sample : (sample * 255 + most / 2) / most;
    }

    private static byte overWhite(int value, int alpha) {
        return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
