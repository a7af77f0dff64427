package dev.azulejo.nn.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The way up that an image is stored, as cameras note it: first perhaps rows and columns change places, then perhaps
 * the order of rows, of columns, or both is reversed.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, false, true),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, true, false),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, false, true),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, true, false);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private final boolean swaps;
    private final boolean rows;
    private final boolean columns;

    Orientation(boolean swaps, boolean rows, boolean columns) {
        this.swaps = swaps;
        this.rows = rows;
        this.columns = columns;
    }

    /** {@return whether stored rows are seen as columns} */
    boolean swaps() {
        return swaps;
    }

    /** {@return whether the order of the rows that are seen is the reverse of what is stored} */
    boolean reversesRows() {
        return rows;
    }

    /** {@return whether the order of the columns that are seen is the reverse of what is stored} */
    boolean reversesColumns() {
        return columns;
    }

    /** Looks into what a camera noted, a TIFF structure; what cannot be understood says nothing. */
    static Orientation of(byte[] tiff) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff);
        if (tiff.length < 8) {
            return UPRIGHT;
        }
        String order = new String(tiff, 0, 4, StandardCharsets.ISO_8859_1);
        if (order.equals("II*\0")) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
        } else if (!order.equals("MM\0*")) {
            return UPRIGHT;
        }
        long directory = bytes.getInt(4) & 0xFFFF_FFFFL;
        if (directory + 2 > tiff.length) {
            return UPRIGHT;
        }
        int count = bytes.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            int at = (int) directory + 2 + ENTRY * i;
            if (at + ENTRY > tiff.length) {
                return UPRIGHT;
            }
            if ((bytes.getShort(at) & 0xFFFF) == TAG) {
                int value = bytes.getShort(at + 2) == SHORT ? bytes.getShort(at + 8) : 1;
                return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
