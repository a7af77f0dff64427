package dev.azulejo.nn.data.jpeg;

/**
 * Gives coarse components as many samples as the picture has pixels. Those of half the width or height are interpolated, three
 * parts of the nearer sample and one of the other, as libjpeg-turbo does by default ("fancy"); all others are repeated.
 *
 * <p>Samples are four an int. Sums have more bits, so the first and the third lie in the two halves of one int, the second and
 * the fourth in those of another, and one operation does two of them. Loops run over several rows at once, borders included.
 */
final class Upsampling {
    /** The low bytes of two halves. */
    private static final int BYTES = 0x00FF00FF;

    /** Twice the same number, one in each half. */
    private static final int BOTH = 0x00010001;

    private final Component component;
    private final int across;
    private final int down;
    private final int stride;

    /** Sums of the samples of even numbers and of odd ones. */
    private final int[] even;

    private final int[] odd;

    /** Pairs of samples that lie about those of even numbers, and about those of odd ones. */
    private final int[] evenPairs;

    private final int[] oddPairs;

    /** For so many rows at a time, an even number. */
    Upsampling(Frame frame, Component component, int rows) {
        this.component = component;
        this.across = frame.most() / component.across;
        this.down = frame.mostDown() / component.down;
        this.stride = component.stride();
        int length = across == 1 && down == 1 ? 0 : rows * stride;
        this.even = new int[length];
        this.odd = new int[length];
        this.evenPairs = new int[length];
        this.oddPairs = new int[length];
    }

    /**
     * Fills rows, which may be wider than the picture.
     *
     * @param y the first, an even number
     * @param count how many
     * @param out [count, width]
     * @param width in ints of four samples
     */
    void rows(int y, int count, int[] out, int width) {
        boolean interpolated = across == 2 && component.width > 2;
        if (down == 2 && (across == 1 || interpolated)) {
            for (int parity = 0; parity < Math.min(2, count); parity++) {
                int rows = (count - parity + 1) / 2;
                int near = component.row(y / 2);
                sum(component.samples, near, near + (2 * parity - 1) * stride, rows * stride);
                if (across == 1) {
                    divide(BOTH * (1 + parity), rows, out, parity * width, 2 * width);
                } else {
                    widen(4, 8, 7, rows, out, parity * width, 2 * width);
                }
            }
        } else if (down == 1 && interpolated) {
            split(component.samples, component.row(y), count * stride);
            widen(2, 1, 2, count, out, 0, width);
        } else {
            for (int i = 0; i < count; i++) {
                repeat(component.row((y + i) / down), out, i * width, width);
            }
        }
    }

    private void repeat(int from, int[] out, int at, int width) {
        if (across == 1) {
            System.arraycopy(component.samples, from, out, at, width);
            return;
        }
        for (int i = 0; i < width; i++) {
            int four = 0;
            for (int j = 0; j < 4; j++) {
                int x = (4 * i + j) / across;
                four |= Component.pick(component.samples[from + x / 4], x) << Component.place(j);
            }
            out[at + i] = four;
        }
    }

    private void sum(int[] samples, int near, int far, int length) {
        sum(samples, near, far, 0, even, length);
        sum(samples, near, far, Byte.SIZE, odd, length);
    }

    private static void sum(int[] samples, int near, int far, int shift, int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] = 3 * (samples[near - 1 + i] >>> shift & BYTES) + (samples[far - 1 + i] >>> shift & BYTES);
        }
    }

    private void split(int[] samples, int from, int length) {
        for (int i = 0; i < length; i++) {
            even[i] = samples[from - 1 + i] & BYTES;
            odd[i] = samples[from - 1 + i] >>> 8 & BYTES;
        }
    }

    /** A quarter of each sum. */
    private void divide(int rounding, int rows, int[] out, int at, int step) {
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < stride - 2; i++) {
                int from = y * stride + 1 + i;
                out[at + y * step + i] =
                        ((even[from] + rounding) >>> 2 & BYTES) | ((odd[from] + rounding) >>> 2 & BYTES) << 8;
            }
        }
    }

    /** Two samples for each sum, divided by two to the {@code shift}; rounding goes down and up in turn. */
    private void widen(int shift, int left, int right, int rows, int[] out, int at, int step) {
        widenEven(even, odd, shift, BOTH * left, BOTH * right, evenPairs, rows * stride);
        widenOdd(even, odd, shift, BOTH * left, BOTH * right, oddPairs, rows * stride);
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < stride - 2; i++) {
                int evens = evenPairs[y * stride + 1 + i];
                int odds = oddPairs[y * stride + 1 + i];
                out[at + y * step + 2 * i] = (evens & 0xFFFF) | odds << 16;
                out[at + y * step + 2 * i + 1] = evens >>> 16 | (odds & 0xFFFF0000);
            }
        }
    }

    private static void widenEven(int[] even, int[] odd, int shift, int left, int right, int[] pairs, int length) {
        for (int i = 1; i < length; i++) {
            int before = odd[i] << 16 | odd[i - 1] >>> 16;
            pairs[i] = ((3 * even[i] + before + left) >>> shift & BYTES)
                    | ((3 * even[i] + odd[i] + right) >>> shift & BYTES) << 8;
        }
    }

    private static void widenOdd(int[] even, int[] odd, int shift, int left, int right, int[] pairs, int length) {
        for (int i = 0; i < length - 1; i++) {
            int after = even[i] >>> 16 | even[i + 1] << 16;
            pairs[i] = ((3 * odd[i] + even[i] + left) >>> shift & BYTES)
                    | ((3 * odd[i] + after + right) >>> shift & BYTES) << 8;
        }
    }
}
