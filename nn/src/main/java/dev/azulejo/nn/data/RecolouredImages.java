package dev.azulejo.nn.data;

import java.util.List;
import java.util.Objects;

/** Images of another source, made grey or given three channels. */
final class RecolouredImages implements ImageData {
    private final ImageData base;
    private final int channels;

    RecolouredImages(ImageData base, int channels) {
        this.base = base;
        this.channels = channels;
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int count() {
        return base.count();
    }

    @Override
    public int height() {
        return base.height();
    }

    @Override
    public int width() {
        return base.width();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public List<String> classes() {
        return base.classes();
    }

    @Override
    public int label(int i) {
        return base.label(i);
    }

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
