package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Updates of several parameters, each of which has n elements of its own, 0 where there is none. */
public final class Optimizers {
    /** Parameters of a launch of {@link #adam}, as many as its arguments have room for. */
    public static final int ADAMS = 3;

    /** Parameters of a launch of {@link #average}. */
    public static final int AVERAGES = 6;

    /** Parameters of a launch of {@link #squares}. */
    public static final int NORMS = 8;

    /** Numbers of a step of Adam. */
    public static final int NUMBERS = 8;

    private Optimizers() {}

    /** The numbers of a step, each rounded to float once; step holds rate, correction1, correction2 and clip. */
    public static void adamNumbers(
            KernelContext context,
            FloatArray step,
            FloatArray numbers,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay) {
        if (context.globalIdx == 0) {
            double rate = step.get(0);
            numbers.set(0, step.get(3));
            numbers.set(1, (float) (1 - beta1));
            numbers.set(2, (float) beta2);
            numbers.set(3, (float) (1 - beta2));
            numbers.set(4, TornadoMath.sqrt(step.get(2)));
            numbers.set(5, (float) epsilon);
            numbers.set(6, (float) (1 - rate * weightDecay));
            numbers.set(7, (float) (rate / step.get(1)));
        }
    }

    /** Adam or AdamW by the numbers of a step. */
    public static void adam(
            KernelContext context,
            FloatArray w0,
            FloatArray g0,
            FloatArray m0,
            FloatArray v0,
            int n0,
            FloatArray w1,
            FloatArray g1,
            FloatArray m1,
            FloatArray v1,
            int n1,
            FloatArray w2,
            FloatArray g2,
            FloatArray m2,
            FloatArray v2,
            int n2,
            FloatArray numbers) {
        int i = context.globalIdx;
        if (i < n0) {
            move(w0, g0, m0, v0, numbers, i);
        }
        if (i < n1) {
            move(w1, g1, m1, v1, numbers, i);
        }
        if (i < n2) {
            move(w2, g2, m2, v2, numbers, i);
        }
    }

    private static void move(FloatArray w, FloatArray g, FloatArray m, FloatArray v, FloatArray numbers, int i) {
        float gradient = numbers.get(0) * g.get(i);
        float mean = m.get(i) + numbers.get(1) * (gradient - m.get(i));
        float square = numbers.get(2) * v.get(i) + numbers.get(3) * gradient * gradient;
        float denominator = TornadoMath.sqrt(square) / numbers.get(4) + numbers.get(5);
        w.set(i, numbers.get(6) * w.get(i) - numbers.get(7) * mean / denominator);
        m.set(i, mean);
        v.set(i, square);
    }

    /** Moving averages a of weights w; share holds how far they move. */
    public static void average(
            KernelContext context,
            FloatArray a0,
            FloatArray w0,
            int n0,
            FloatArray a1,
            FloatArray w1,
            int n1,
            FloatArray a2,
            FloatArray w2,
            int n2,
            FloatArray a3,
            FloatArray w3,
            int n3,
            FloatArray a4,
            FloatArray w4,
            int n4,
            FloatArray a5,
            FloatArray w5,
            int n5,
            FloatArray share) {
        int i = context.globalIdx;
        if (i < n0) {
            approach(a0, w0, share, i);
        }
        if (i < n1) {
            approach(a1, w1, share, i);
        }
        if (i < n2) {
            approach(a2, w2, share, i);
        }
        if (i < n3) {
            approach(a3, w3, share, i);
        }
        if (i < n4) {
            approach(a4, w4, share, i);
        }
        if (i < n5) {
            approach(a5, w5, share, i);
        }
    }

    private static void approach(FloatArray average, FloatArray weights, FloatArray share, int i) {
        average.set(i, average.get(i) + share.get(0) * (weights.get(i) - average.get(i)));
    }

    /** parts[first + group] = sum of the squares of the group's elements of all gradients. */
    public static void squares(
            KernelContext context,
            FloatArray g0,
            int n0,
            FloatArray g1,
            int n1,
            FloatArray g2,
            int n2,
            FloatArray g3,
            int n3,
            FloatArray g4,
            int n4,
            FloatArray g5,
            int n5,
            FloatArray g6,
            int n6,
            FloatArray g7,
            int n7,
            FloatArray parts,
            int first,
            int groups) {
        double[] sums = context.allocateDoubleLocalArray(256);
        int item = context.localIdx;
        int from = context.globalIdx;
        int step = groups * 256;
        sums[item] = sumOfSquares(g0, n0, from, step)
                + sumOfSquares(g1, n1, from, step)
                + sumOfSquares(g2, n2, from, step)
                + sumOfSquares(g3, n3, from, step)
                + sumOfSquares(g4, n4, from, step)
                + sumOfSquares(g5, n5, from, step)
                + sumOfSquares(g6, n6, from, step)
                + sumOfSquares(g7, n7, from, step);
        for (int half = 128; half > 0; half /= 2) {
            context.localBarrier();
            if (item < half) {
                sums[item] = sums[item] + sums[item + half];
            }
        }
        if (item == 0) {
            parts.set(first + context.groupIdx, (float) sums[0]);
        }
    }

    private static double sumOfSquares(FloatArray g, int n, int from, int step) {
        double sum = 0;
        for (int i = from; i < n; i += step) {
            double value = g.get(i);
            sum += value * value;
        }
        return sum;
    }

    /** out[at] = min(1, maxNorm / (sqrt(sum of n parts) + 1e-6)), by one group. */
    public static void clipFactor(
            KernelContext context, FloatArray parts, FloatArray out, float maxNorm, int at, int n) {
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
            double factor = maxNorm / (Math.sqrt(sums[0]) + 1e-6);
            float clip = factor < 1 ? (float) factor : 1f;
            out.set(at, clip);
        }
    }
}
