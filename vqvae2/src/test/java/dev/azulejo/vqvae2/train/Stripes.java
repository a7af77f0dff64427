package dev.azulejo.vqvae2.train;

import dev.azulejo.nn.data.ImageData;
import java.util.List;

/** Stripes and gradients of many widths and two classes: easy to learn, none like the other. */
record Stripes(int count, int size, int channels) implements ImageData {
    @Override
    public String name() {
        return "stripes";
    }

    @Override
    public int height() {
        return size;
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public List<String> classes() {
        return List.of("upright", "flat");
    }

    @Override
    public int label(int i) {
        return i % 2;
    }

    @Override
    public void read(int i, byte[] destination, int offset) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int along = i % 2 == 0 ? x : y;
                double value = 0.5 + 0.5 * Math.sin(along * (0.3 + 0.02 * i) + i);
                destination[offset + y * size + x] = (byte) Math.round(255 * value);
            }
        }
    }
}
