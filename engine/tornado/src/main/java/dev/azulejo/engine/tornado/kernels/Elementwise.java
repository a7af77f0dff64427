package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Kernels whose work-item computes one element from the elements in the same place. */
public final class Elementwise {
    private Elementwise() {}

    /** out = f(x). */
    public static void unary(KernelContext context, FloatArray x, FloatArray out, int f, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, Functions.unary(f, x.get(i)));
        }
    }

    /** dx = f'(a) dy. */
    public static void unaryGradient(KernelContext context, FloatArray a, FloatArray dy, FloatArray dx, int f, int n) {
        int i = context.globalIdx;
        if (i < n) {
            dx.set(i, Functions.derivative(f, a.get(i)) * dy.get(i));
        }
    }

    /** out = f(a, b). */
    public static void binary(KernelContext context, FloatArray a, FloatArray b, FloatArray out, int f, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, Functions.binary(f, a.get(i), b.get(i)));
        }
    }

    /** out = alpha a + beta b. */
    public static void linear(
            KernelContext context, FloatArray a, FloatArray b, FloatArray out, float alpha, float beta, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, alpha * a.get(i) + beta * b.get(i));
        }
    }

    /** out = factor x. */
    public static void scale(KernelContext context, FloatArray x, FloatArray out, float factor, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, factor * x.get(i));
        }
    }

    /** out = factor s x, the scalar s in a buffer. */
    public static void scaleBy(KernelContext context, FloatArray s, FloatArray x, FloatArray out, float factor, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, factor * s.get(0) * x.get(i));
        }
    }

    /** out[g, r, c] = f(x[g, r, c], v[g, c]); n elements in all. */
    public static void broadcast(
            KernelContext context, FloatArray x, FloatArray v, FloatArray out, int f, int rows, int channels, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, Functions.binary(f, x.get(i), v.get(i / channels / rows * channels + i % channels)));
        }
    }

    /** out = a where the condition is not 0, else b. */
    public static void where(
            KernelContext context, FloatArray condition, FloatArray a, FloatArray b, FloatArray out, int n) {
        int i = context.globalIdx;
        if (i < n) {
            float value = b.get(i);
            if (condition.get(i) != 0f) {
                value = a.get(i);
            }
            out.set(i, value);
        }
    }

    /** out = x as floats. */
    public static void toFloats(KernelContext context, IntArray x, FloatArray out, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, (float) x.get(i));
        }
    }

    /** out = x without what follows its decimal point. */
    public static void toInts(KernelContext context, FloatArray x, IntArray out, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, (int) x.get(i));
        }
    }

    /** out = tanh(a) sigmoid(b), a and b the halves of a row of x; n elements of out. */
    public static void gate(KernelContext context, FloatArray x, FloatArray out, int channels, int n) {
        int i = context.globalIdx;
        if (i < n) {
            int at = i / channels * 2 * channels + i % channels;
            out.set(i, Functions.unary(3, x.get(at)) * Functions.sigmoid(x.get(at + channels)));
        }
    }

    /** Gradient of {@link #gate}; n elements of dy. */
    public static void gateGradient(
            KernelContext context, FloatArray x, FloatArray dy, FloatArray dx, int channels, int n) {
        int i = context.globalIdx;
        if (i < n) {
            int at = i / channels * 2 * channels + i % channels;
            float t = Functions.unary(3, x.get(at));
            float s = Functions.sigmoid(x.get(at + channels));
            float d = dy.get(i);
            dx.set(at, d * s * Functions.tanhSlope(x.get(at)));
            dx.set(at + channels, d * t * Functions.sigmoidSlope(x.get(at + channels)));
        }
    }

    /** out = slope s (a - b), the scalar s in a buffer. */
    public static void scaledDifference(
            KernelContext context, FloatArray a, FloatArray b, FloatArray s, FloatArray out, float slope, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, slope * s.get(0) * (a.get(i) - b.get(i)));
        }
    }

    /** out = value. */
    public static void fill(KernelContext context, FloatArray out, float value, int n) {
        int i = context.globalIdx;
        if (i < n) {
            out.set(i, value);
        }
    }

    /** target[to + i] = source[from + i]. */
    public static void copy(KernelContext context, FloatArray source, FloatArray target, int from, int to, int n) {
        int i = context.globalIdx;
        if (i < n) {
            target.set(to + i, source.get(from + i));
        }
    }

    /** target[to + i] = source[from + i], of integers. */
    public static void copyIntegers(KernelContext context, IntArray source, IntArray target, int from, int to, int n) {
        int i = context.globalIdx;
        if (i < n) {
            target.set(to + i, source.get(from + i));
        }
    }
}
