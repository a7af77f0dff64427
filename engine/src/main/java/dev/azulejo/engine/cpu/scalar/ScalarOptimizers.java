package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;

/** Parameter updates, rounded to float after every operation as PyTorch does. */
public final class ScalarOptimizers implements OptimizerKernels {
    /** The kernels. */
    public ScalarOptimizers() {}

    @Override
    public void adam(Buffer ws, Buffer gs, Buffer ms, Buffer vs, int n, AdamSettings settings, Buffer steps) {
        float[] w = floats(ws);
        float[] g = floats(gs);
        float[] m = floats(ms);
        float[] v = floats(vs);
        float[] step = floats(steps);
        adam(w, g, m, v, 0, n, AdamStep.of(settings, step[0], step[1], step[2]), step[3]);
    }

    /**
     * One step of the elements in a range.
     *
     * @param w weights
     * @param g gradient
     * @param m first moment
     * @param v second moment
     * @param from first element
     * @param to end of the elements
     * @param s the numbers of the step
     * @param clip factor of the gradient
     */
    public static void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamStep s, float clip) {
        for (int i = from; i < to; i++) {
            float gradient = clip * g[i];
            float mean = m[i] + s.newInM() * (gradient - m[i]);
            float square = s.oldInV() * v[i] + s.newInV() * gradient * gradient;
            float denominator = (float) Math.sqrt(square) / s.rootOfCorrection2() + s.epsilon();
            w[i] = s.keep() * w[i] - s.size() * mean / denominator;
            m[i] = mean;
            v[i] = square;
        }
    }

    @Override
    public void clipFactor(Buffer squares, int n, float maxNorm, Buffer out, int at) {
        float[] square = floats(squares);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += square[i];
        }
        floats(out)[at] = (float) Math.min(1, maxNorm / (Math.sqrt(sum) + 1e-6));
    }
}
