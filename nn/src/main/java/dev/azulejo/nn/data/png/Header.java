package dev.azulejo.nn.data.png;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The header of a PNG: size, bits of a sample, and what the samples are. */
record Header(int width, int height, int depth, int type, boolean interlaced) {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    private static final int LENGTH = 13;

    static Header of(ByteBuffer content) throws IOException {
        if (content.remaining() != LENGTH) {
            throw wrong();
        }
        int width = content.getInt();
        int height = content.getInt();
        int depth = content.get();
        int type = content.get();
        int methods = content.getShort();
        int interlace = content.get();
        boolean possible = Integer.bitCount(depth) == 1
                && switch (type) {
                    case GREY -> depth >= 1 && depth <= 16;
                    case PALETTE -> depth >= 1 && depth <= 8;
                    case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
                    default -> false;
                };
        if (!possible || methods != 0 || interlace < 0 || interlace > 1) {
            throw wrong();
        }
        return new Header(width, height, depth, type, interlace == 1);
    }

    private static IOException wrong() {
        return new IOException("damaged (its header)");
    }

    int samples() {
        return switch (type) {
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    /** {@return bytes from a pixel to the next, at least 1} */
    int pixelBytes() {
        return Math.ceilDiv(samples() * depth, Byte.SIZE);
    }

    /** {@return bytes of so many pixels beside each other} */
    int rowBytes(int pixels) {
        return Math.toIntExact(Math.ceilDiv((long) samples() * depth * pixels, Byte.SIZE));
    }
}
