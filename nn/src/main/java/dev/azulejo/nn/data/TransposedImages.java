package dev.azulejo.nn.data;

/** Images of another source with rows and columns exchanged. */
record TransposedImages(ImageData base) implements DerivedImages {
    @Override
    public int height() {
        return base.width();
    }

    @Override
    public int width() {
        return base.height();
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        byte[] image = new byte[imageBytes()];
        base.read(i, image, 0);
        int channels = channels();
        int at = offset;
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                System.arraycopy(image, (x * height() + y) * channels, destination, at, channels);
                at += channels;
            }
        }
    }
}
