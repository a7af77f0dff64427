package dev.azulejo.nn.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Images of another source with a border of zeros. */
final class PaddedImages implements ImageData {
    private final ImageData base;
    private final int height;
    private final int width;

    PaddedImages(ImageData base, int height, int width) {
        if (height < base.height() || width < base.width()) {
            throw new IllegalArgumentException("ImageData.pad: cannot pad " + base.height() + "x" + base.width()
                    + " to " + height + "x" + width + ", which is smaller");
        }
        this.base = base;
        this.height = height;
        this.width = width;
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
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int channels() {
        return base.channels();
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
        int c = channels();
        int rowBytes = base.width() * c;
        base.read(i, destination, offset);
        int top = (height - base.height()) / 2;
        int left = (width - base.width()) / 2 * c;
        // From the last row up: no row is written over before it has moved.
        for (int y = base.height() - 1; y >= 0; y--) {
            int from = offset + y * rowBytes;
            int to = offset + (top + y) * width * c;
            System.arraycopy(destination, from, destination, to + left, rowBytes);
            Arrays.fill(destination, to + left + rowBytes, to + width * c, (byte) 0);
            Arrays.fill(destination, to, to + left, (byte) 0);
        }
        Arrays.fill(destination, offset, offset + top * width * c, (byte) 0);
        Arrays.fill(destination, offset + (top + base.height()) * width * c, offset + height * width * c, (byte) 0);
    }
}
