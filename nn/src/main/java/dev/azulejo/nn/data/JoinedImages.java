package dev.azulejo.nn.data;

import java.util.List;

/** Images of one source after those of another, of the same size, channels and classes. */
record JoinedImages(ImageData first, ImageData second) implements ImageData {
    JoinedImages {
        if (first.height() != second.height()
                || first.width() != second.width()
                || first.channels() != second.channels()
                || !first.classes().equals(second.classes())) {
            throw new IllegalArgumentException("JoinedImages: " + first.name() + " and " + second.name()
                    + " differ in size, channels or classes; expected the same");
        }
    }

    @Override
    public String name() {
        return first.name();
    }

    @Override
    public int count() {
        return Math.addExact(first.count(), second.count());
    }

    @Override
    public int height() {
        return first.height();
    }

    @Override
    public int width() {
        return first.width();
    }

    @Override
    public int channels() {
        return first.channels();
    }

    @Override
    public List<String> classes() {
        return first.classes();
    }

    @Override
    public int label(int i) {
        return i < first.count() ? first.label(i) : second.label(i - first.count());
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        if (i < first.count()) {
            first.read(i, destination, offset);
        } else {
            second.read(i - first.count(), destination, offset);
        }
    }
}
