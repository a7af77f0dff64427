package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Kernels that normalise over a row, one group of {@value #ITEMS} work-items per row. */
public final class Rows {
    /** Work-items of a group. */
    public static final int ITEMS = 128;

    private Rows() {}

    /** Columns that a row takes part with: all, or those before (and at, unless strict) its own number modulo size. */
    private static int open(int row, int columns, int causal, int strict) {
        int open = columns;
        if (causal != 0) {
            open = row % columns + 1 - strict;
        }
        return open;
    }

    /** out = softmax of each row (kind 0), its logarithm (1), over the open columns; the others become 0. */
    public static void softmax(
            KernelContext context, FloatArray x, FloatArray out, int logarithm, int columns, int causal, int strict) {
        float[] shared = context.allocateFloatLocalArray(128);
        int item = context.localIdx;
        int row = context.groupIdx;
        int open = open(row, columns, causal, strict);
        float most = -3.4e38f;
        for (int c = item; c < open; c += 128) {
            most = TornadoMath.max(most, x.get(row * columns + c));
        }
        shared[item] = most;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = TornadoMath.max(shared[item], shared[item + half]);
            }
        }
        context.localBarrier();
        float max = shared[0];
        context.localBarrier();
        float sum = 0f;
        for (int c = item; c < open; c += 128) {
            sum += TornadoMath.exp(x.get(row * columns + c) - max);
        }
        shared[item] = sum;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
        }
        context.localBarrier();
        float total = shared[0];
        for (int c = item; c < columns; c += 128) {
            int at = row * columns + c;
            float y = 0f;
            if (c < open) {
                if (logarithm != 0) {
                    y = x.get(at) - max - TornadoMath.log(total);
                } else {
                    y = TornadoMath.exp(x.get(at) - max) / total;
                }
            }
            out.set(at, y);
        }
    }

    /** dx = y (dy - sum(dy y)) of each row, or, of a logarithm, dx = dy - exp(y) sum(dy). */
    public static void softmaxGradient(
            KernelContext context, FloatArray y, FloatArray dy, FloatArray dx, int logarithm, int columns) {
        float[] shared = context.allocateFloatLocalArray(128);
        int item = context.localIdx;
        int row = context.groupIdx;
        float sum = 0f;
        for (int c = item; c < columns; c += 128) {
            int at = row * columns + c;
            if (logarithm != 0) {
                sum += dy.get(at);
            } else {
                sum += dy.get(at) * y.get(at);
            }
        }
        shared[item] = sum;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
        }
        context.localBarrier();
        float total = shared[0];
        for (int c = item; c < columns; c += 128) {
            int at = row * columns + c;
            float d = 0f;
            if (logarithm != 0) {
                d = dy.get(at) - TornadoMath.exp(y.get(at)) * total;
            } else {
                d = y.get(at) * (dy.get(at) - total);
            }
            dx.set(at, d);
        }
    }

    /** losses[r] = -ln softmax(x)[target]. */
    public static void crossEntropy(
            KernelContext context, FloatArray x, IntArray targets, FloatArray losses, int columns) {
        float[] shared = context.allocateFloatLocalArray(128);
        int item = context.localIdx;
        int row = context.groupIdx;
        float most = -3.4e38f;
        for (int c = item; c < columns; c += 128) {
            most = TornadoMath.max(most, x.get(row * columns + c));
        }
        shared[item] = most;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = TornadoMath.max(shared[item], shared[item + half]);
            }
        }
        context.localBarrier();
        float max = shared[0];
        context.localBarrier();
        float sum = 0f;
        for (int c = item; c < columns; c += 128) {
            sum += TornadoMath.exp(x.get(row * columns + c) - max);
        }
        shared[item] = sum;
        for (int half = 64; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
        }
        if (item == 0) {
            float chosen = x.get(row * columns + targets.get(row)) - max;
            losses.set(row, TornadoMath.log(shared[0]) - chosen);
        }
    }

    /** dx = s / rows (softmax(x) - onehot(target)), where dx holds the softmax before; n elements. */
    public static void crossEntropyGradient(
            KernelContext context, IntArray targets, FloatArray s, FloatArray dx, int rows, int columns, int n) {
        int i = context.globalIdx;
        if (i < n) {
            float chosen = i % columns == targets.get(i / columns) ? 1f : 0f;
            dx.set(i, s.get(0) / rows * (dx.get(i) - chosen));
        }
    }
}
