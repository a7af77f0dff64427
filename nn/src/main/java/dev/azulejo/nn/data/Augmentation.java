package dev.azulejo.nn.data;

import dev.azulejo.engine.random.Philox;
import java.util.Arrays;

/**
 * Small changes of an image that leave it what it is, drawn anew each time the image comes: so many images look like more.
 *
 * @param flip whether each image is mirrored left to right half of the times
 * @param shift pixels by which an image is moved at most, up or down and left or right, the pixels of its border being repeated
 */
public record Augmentation(boolean flip, int shift) {
    /** Images as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    private static final int FLIP_STREAM = 0x464C4950; // "FLIP"
    private static final int SHIFT_STREAM = 0x53484946; // "SHIF"

    /** Changes an image in place, as its place in a pass through all images says. */
    void apply(byte[] image, ImageData like, long seed, long epoch, int position) {
        int channels = like.channels();
        int row = like.width() * channels;
        if (flip && (Philox.word(seed, FLIP_STREAM, epoch, position) & 1) != 0) {
            mirror(image, row, channels);
        }
        if (shift > 0) {
            int down = (int) Philox.below(2L * shift + 1, seed, SHIFT_STREAM, epoch, 2L * position) - shift;
            int right = (int) Philox.below(2L * shift + 1, seed, SHIFT_STREAM, epoch, 2L * position + 1) - shift;
            move(image, like, down, right);
        }
    }

    private static void mirror(byte[] image, int row, int channels) {
        for (int start = 0; start < image.length; start += row) {
            for (int left = start, right = start + row - channels; left < right; left += channels, right -= channels) {
                for (int k = 0; k < channels; k++) {
                    byte swap = image[left + k];
                    image[left + k] = image[right + k];
                    image[right + k] = swap;
                }
            }
        }
    }

    private static void move(byte[] image, ImageData like, int down, int right) {
        byte[] from = Arrays.copyOf(image, image.length);
        int height = like.height();
        int width = like.width();
        int channels = like.channels();
        for (int y = 0; y < height; y++) {
            int row = Math.clamp(y - down, 0, height - 1) * width;
            for (int x = 0; x < width; x++) {
                int column = Math.clamp(x - right, 0, width - 1);
                System.arraycopy(from, (row + column) * channels, image, (y * width + x) * channels, channels);
            }
        }
    }
}
