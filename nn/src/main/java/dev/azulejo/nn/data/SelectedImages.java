package dev.azulejo.nn.data;

import java.util.Objects;

/** Some images of another source. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SelectedImages(ImageData base, int[] indices) implements DerivedImages {
    SelectedImages {
        for (int index : indices) {
            Objects.checkIndex(index, base.count());
        }
        if (indices.length == 0) {
            throw new IllegalArgumentException("ImageData.select: expected at least one image, found none");
        }
        indices = indices.clone();
    }

    @Override
    public int count() {
        return indices.length;
    }

    @Override
    public int label(int i) {
        return base.label(indices[i]);
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        base.read(indices[i], destination, offset);
    }
}
