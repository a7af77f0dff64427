package dev.azulejo.nn.data;

import java.util.Objects;

/** Images of another source, made grey or given three channels. */
record RecolouredImages(ImageData base, int channels) implements DerivedImages {
    @Override
    public void read(int i, byte[] destination, int offset) {
        Objects.checkFromIndexSize(offset, imageBytes(), destination.length);
        byte[] from = new byte[base.imageBytes()];
        base.read(i, from, 0);
        int pixels = height() * width();
        for (int p = 0; p < pixels; p++) {
            if (channels == 1) {
                destination[offset + p] =
                        (byte) luma(from[3 * p] & 0xFF, from[3 * p + 1] & 0xFF, from[3 * p + 2] & 0xFF);
            } else {
                destination[offset + 3 * p] = from[p];
                destination[offset + 3 * p + 1] = from[p];
                destination[offset + 3 * p + 2] = from[p];
            }
        }
    }

    /** Rec. 601, rounded: of three equal values it is that value. */
    static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }
}
