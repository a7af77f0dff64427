package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Parameter updates. */
public final class Optimizers {
    private Optimizers() {}

    /** Adam or AdamW; step holds rate, correction1, correction2 and clip. */
    public static void adam(
            KernelContext context,
            FloatArray w,
            FloatArray g,
            FloatArray m,
            FloatArray v,
            FloatArray step,
            float newInM,
            float oldInV,
            float newInV,
            float epsilon,
            float weightDecay,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            float gradient = step.get(3) * g.get(i);
            float mean = m.get(i) + newInM * (gradient - m.get(i));
            float square = oldInV * v.get(i) + newInV * gradient * gradient;
            float denominator = TornadoMath.sqrt(square) / TornadoMath.sqrt(step.get(2)) + epsilon;
            float keep = 1f - step.get(0) * weightDecay;
            w.set(i, keep * w.get(i) - step.get(0) / step.get(1) * mean / denominator);
            m.set(i, mean);
            v.set(i, square);
        }
    }

    /** A moving average; share holds how far it moves. */
    public static void average(KernelContext context, FloatArray average, FloatArray weights, FloatArray share, int n) {
        int i = context.globalIdx;
        if (i < n) {
            average.set(i, average.get(i) + share.get(0) * (weights.get(i) - average.get(i)));
        }
    }
}
