package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Sums in a fixed order: by work-item, then by a tree within the group, then over the groups' parts. */
public final class Reductions {
    /** Work-items of a group. */
    public static final int ITEMS = 256;

    private Reductions() {}

    /** A term: x, or (x - y)². */
    private static double term(int kind, FloatArray x, FloatArray y, int i) {
        double value = x.get(i);
        if (kind == 1) {
            double difference = value - y.get(i);
            value = difference * difference;
        }
        return value;
    }

    /** parts[group] = sum of the group's terms of kind 0 (x) or 1 ((x - y)²). */
    public static void parts(
            KernelContext context, FloatArray x, FloatArray y, FloatArray parts, int kind, int groups, int n) {
        double[] sums = context.allocateDoubleLocalArray(256);
        int item = context.localIdx;
        double sum = 0;
        for (int i = context.globalIdx; i < n; i += groups * 256) {
            sum += term(kind, x, y, i);
        }
        sums[item] = sum;
        for (int half = 128; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            parts.set(context.groupIdx, (float) sums[0]);
        }
    }

    /** out[at] = factor times the sum of n parts, by one group. */
    public static void finish(KernelContext context, FloatArray parts, FloatArray out, float factor, int at, int n) {
        double[] sums = context.allocateDoubleLocalArray(256);
        int item = context.localIdx;
        double sum = 0;
        for (int i = item; i < n; i += 256) {
            sum += parts.get(i);
        }
        sums[item] = sum;
        for (int half = 128; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            out.set(at, (float) (factor * sums[0]));
        }
    }

    /** parts[g, part, c] = sum of a part's rows of x[g, r, c]; n parts of all. */
    public static void rowParts(
            KernelContext context, FloatArray x, FloatArray out, int rows, int channels, int parts, int each, int n) {
        int i = context.globalIdx;
        if (i < n) {
            int channel = i % channels;
            int group = i / channels / parts;
            int from = i / channels % parts * each;
            int to = TornadoMath.min(from + each, rows);
            float sum = 0f;
            for (int r = from; r < to; r++) {
                sum += x.get((group * rows + r) * channels + channel);
            }
            out.set(i, sum);
        }
    }

    /** indices[r] = the lowest column of row r with its greatest element. */
    public static void argMax(KernelContext context, FloatArray x, IntArray indices, int columns, int n) {
        int row = context.globalIdx;
        if (row < n) {
            int best = 0;
            float most = -1f / 0f;
            for (int c = 0; c < columns; c++) {
                float value = x.get(row * columns + c);
                if (value > most) {
                    most = value;
                    best = c;
                }
            }
            indices.set(row, best);
        }
    }

    /** dp = dy where y &gt; 0, else 0, and the parts of its rows as {@link #rowParts}. */
    public static void reluRowParts(
            KernelContext context,
            FloatArray y,
            FloatArray dy,
            FloatArray dp,
            FloatArray out,
            int rows,
            int channels,
            int each,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            int channel = i % channels;
            int from = i / channels * each;
            int to = TornadoMath.min(from + each, rows);
            float sum = 0f;
            for (int r = from; r < to; r++) {
                int at = r * channels + channel;
                float d = y.get(at) > 0f ? dy.get(at) : 0f;
                dp.set(at, d);
                sum += d;
            }
            out.set(i, sum);
        }
    }

    /** out[g, i] = sum over p of x[g, p, i]: few parts, one work-item an element of out. */
    public static void addParts(KernelContext context, FloatArray x, FloatArray out, int parts, int width, int n) {
        int i = context.globalIdx;
        if (i < n) {
            int at = i / width * parts * width + i % width;
            float sum = 0f;
            for (int p = 0; p < parts; p++) {
                sum += x.get(at + p * width);
            }
            out.set(i, sum);
        }
    }

    /** As {@link #addParts}: many parts, one group an element of out. */
    public static void addManyParts(KernelContext context, FloatArray x, FloatArray out, int parts, int width) {
        float[] sums = context.allocateFloatLocalArray(256);
        int item = context.localIdx;
        int element = context.groupIdx;
        int at = element / width * parts * width + element % width;
        float sum = 0f;
        for (int p = item; p < parts; p += 256) {
            sum += x.get(at + p * width);
        }
        sums[item] = sum;
        for (int half = 128; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            out.set(element, sums[0]);
        }
    }
}
