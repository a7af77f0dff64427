package dev.azulejo.nn.data.jpeg;

/**
 * Gives coarse components as many samples as the picture has pixels. Those of half the width or height are interpolated, three
 * parts of the nearer sample and one of the other, as libjpeg-turbo does by default ("fancy"); all others are repeated.
 */
final class Upsampling {
    private final Component component;
    private final int across;
    private final int down;
    private final int[] sums;

    Upsampling(Frame frame, Component component) {
        this.component = component;
        this.across = frame.most() / component.across;
        this.down = frame.mostDown() / component.down;
        this.sums = new int[component.width];
    }

    /** Fills {@code out}, which may be wider than the picture, with row {@code y}. */
    void row(int y, byte[] out) {
        boolean interpolated = across == 2 && component.width > 2;
        int near = y / down * component.stride();
        if (down == 2 && (across == 1 || interpolated)) {
            int other = y / 2 + (y % 2 == 0 ? -1 : 1);
            int far = Math.clamp(other, 0, component.height - 1) * component.stride();
            for (int x = 0; x < sums.length; x++) {
                sums[x] = 3 * sample(near + x) + sample(far + x);
            }
            if (across == 1) {
                int rounding = y % 2 == 0 ? 1 : 2;
                for (int x = 0; x < sums.length; x++) {
                    out[x] = (byte) ((sums[x] + rounding) >> 2);
                }
            } else {
                widen(4, 8, 7, out);
            }
        } else if (down == 1 && interpolated) {
            for (int x = 0; x < sums.length; x++) {
                sums[x] = sample(near + x);
            }
            widen(2, 1, 2, out);
        } else if (across == 1) {
            System.arraycopy(component.samples, near, out, 0, sums.length);
        } else {
            for (int x = 0; x < sums.length; x++) {
                for (int i = 0; i < across; i++) {
                    out[x * across + i] = component.samples[near + x];
                }
            }
        }
    }

    private int sample(int at) {
        return component.samples[at] & 0xFF;
    }

    /** Two samples for each sum, divided by two to the {@code shift}; rounding goes down and up in turn. */
    private void widen(int shift, int left, int right, byte[] out) {
        int last = sums.length - 1;
        int before = sums[0];
        int here = before;
        for (int x = 0; x < last; x++) {
            int after = sums[x + 1];
            out[2 * x] = (byte) ((3 * here + before + left) >> shift);
            out[2 * x + 1] = (byte) ((3 * here + after + right) >> shift);
            before = here;
            here = after;
        }
        out[2 * last] = (byte) ((3 * here + before + left) >> shift);
        out[2 * last + 1] = (byte) ((4 * here + right) >> shift);
    }
}
