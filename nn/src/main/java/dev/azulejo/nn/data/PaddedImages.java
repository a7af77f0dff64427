package dev.azulejo.nn.data;

import java.util.Arrays;
import java.util.Objects;

/** Images of another source with a border of zeros. */
record PaddedImages(ImageData base, int height, int width) implements DerivedImages {
    PaddedImages {
        if (height < base.height() || width < base.width()) {
            throw new IllegalArgumentException("ImageData.pad: cannot pad " + base.height() + "x" + base.width()
                    + " to " + height + "x" + width + ", which is smaller");
        }
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
