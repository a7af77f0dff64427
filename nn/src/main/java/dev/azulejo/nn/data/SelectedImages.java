package dev.azulejo.nn.data;

import java.util.List;
import java.util.Objects;

/** Some images of another source. */
final class SelectedImages implements ImageData {
    private final ImageData base;
    private final int[] indices;

    SelectedImages(ImageData base, int[] indices) {
        for (int index : indices) {
            Objects.checkIndex(index, base.count());
        }
        if (indices.length == 0) {
            throw new IllegalArgumentException("ImageData.select: expected at least one image, found none");
        }
        this.base = base;
        this.indices = indices.clone();
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int count() {
        return indices.length;
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
        return base.channels();
    }

    @Override
    public List<String> classes() {
        return base.classes();
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
