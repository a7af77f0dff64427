package dev.azulejo.nn.data.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** Some rows of a picture on their way from samples to red, green and blue: as many as make long loops, which C2 vectorises. */
final class Strip {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Ints of four samples each that a component has here; then all that is here fits into the second cache. */
    private static final int LENGTH = 1024;

    private final Frame frame;
    private final Colours colours;
    private final List<Upsampling> sources;

    /** Ints of a row, and rows. */
    private final int width;

    private final int height;

    /** Of each component: [height, width]. */
    private final int[][] samples;

    /** The first pixel of each int, the second and so on; red is in the lowest byte. */
    private final int[][] pixels;

    private final byte[] rgb;

    Strip(Frame frame, Colours colours) {
        this.frame = frame;
        this.colours = colours;
        this.width = 2 * frame.most() * frame.unitsAcross();
        this.height = Math.min(2 * Math.ceilDiv(LENGTH, 2 * width), 2 * Math.ceilDiv(frame.height(), 2));
        this.sources = frame.components().stream()
                .map(c -> new Upsampling(frame, c, height))
                .toList();
        this.samples = new int[sources.size()][height * width];
        this.pixels = new int[4][height * width];
        this.rgb = new byte[12 * height * width];
    }

    /** Goes down the picture. */
    void run(Jpeg.Rows rows) {
        for (int y = 0; y < frame.height(); y += height) {
            int count = Math.min(height, frame.height() - y);
            for (int c = 0; c < samples.length; c++) {
                sources.get(c).rows(y, count, samples[c], width);
            }
            for (int i = 0; i < pixels.length; i++) {
                colours.pixels(samples, Byte.SIZE * i, pixels[i]);
            }
            join(pixels[0], pixels[1], pixels[2], pixels[3]);
            for (int i = 0; i < count; i++) {
                rows.row(y + i, rgb, 12 * i * width);
            }
        }
    }

    /** Four pixels are three ints. */
    private void join(int[] firsts, int[] seconds, int[] thirds, int[] fourths) {
        for (int i = 0; i < firsts.length; i++) {
            INTS.set(rgb, 12 * i, firsts[i] | seconds[i] << 24);
            INTS.set(rgb, 12 * i + 4, seconds[i] >>> 8 | thirds[i] << 16);
            INTS.set(rgb, 12 * i + 8, thirds[i] >>> 16 | fourths[i] << 8);
        }
    }
}
