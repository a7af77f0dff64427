package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Kernels that move elements, and the sums that undo a gather. */
public final class Layouts {
    /** Entries, and channels, that a group of {@link #scatterParts} sums; its work-items are as many. */
    public static final int BLOCK = 64;

    private Layouts() {}

    /** target[r, to + c] = source[r, from + c]; n = rows count. */
    public static void copyColumns(
            KernelContext context,
            FloatArray source,
            FloatArray target,
            int sourceColumns,
            int from,
            int targetColumns,
            int to,
            int count,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            int row = i / count;
            int c = i % count;
            target.set(row * targetColumns + to + c, source.get(row * sourceColumns + from + c));
        }
    }

    /** out[n, y, x] = in[n, y - down, x - right], zeros coming in. */
    public static void shift(
            KernelContext context,
            FloatArray in,
            FloatArray out,
            int height,
            int width,
            int channels,
            int down,
            int right,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            int pixel = i / channels;
            int x = pixel % width - right;
            int y = pixel / width % height - down;
            float value = 0f;
            if (x >= 0 && x < width && y >= 0 && y < height) {
                value = in.get(i - (down * width + right) * channels);
            }
            out.set(i, value);
        }
    }

    /** out[a, c, b, d] = in[a, b, c, d]. */
    public static void swapMiddle(KernelContext context, FloatArray in, FloatArray out, int b, int c, int d, int n) {
        int i = context.globalIdx;
        if (i < n) {
            int l = i % d;
            int j = i / d % b;
            int k = i / d / b % c;
            int a = i / d / b / c;
            out.set(i, in.get(((a * b + j) * c + k) * d + l));
        }
    }

    /** out[r] = table[indices[r]]; n elements of out. */
    public static void gather(
            KernelContext context, FloatArray table, IntArray indices, FloatArray out, int channels, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, table.get(indices.get(i / channels) * channels + i % channels));
        }
    }

    /**
     * parts[part, k] = sum, in the order of r, of the part's rows x[r] with indices[r] = k. A group sums 64 channels of 64
     * entries; each work-item has a channel, and a column of the local array to itself.
     */
    public static void scatterParts(
            KernelContext context,
            FloatArray x,
            IntArray indices,
            FloatArray out,
            int rows,
            int entries,
            int channels,
            int each) {
        float[] sums = context.allocateFloatLocalArray(64 * 64);
        int item = context.localIdx;
        int across = (channels + 63) / 64;
        int blocks = (entries + 63) / 64;
        int channel = context.groupIdx % across * 64 + item;
        int first = context.groupIdx / across % blocks * 64;
        int part = context.groupIdx / across / blocks;
        int to = TornadoMath.min(part * each + each, rows);
        for (int k = 0; k < 64; k++) {
            sums[k * 64 + item] = 0f;
        }
        if (channel < channels) {
            for (int r = part * each; r < to; r++) {
                int k = indices.get(r) - first;
                if (k >= 0 && k < 64) {
                    sums[k * 64 + item] = sums[k * 64 + item] + x.get(r * channels + channel);
                }
            }
            for (int k = 0; k < 64; k++) {
                if (first + k < entries) {
                    out.set((part * entries + first + k) * channels + channel, sums[k * 64 + item]);
                }
            }
        }
    }
}
