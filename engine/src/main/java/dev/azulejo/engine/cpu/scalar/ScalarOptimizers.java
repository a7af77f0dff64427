package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.cpu.AdamStep;
import java.util.List;

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
        AdamStep s = AdamStep.of(settings, step[0], step[1], step[2]);
        float clip = step[3];
        for (int i = 0; i < n; i++) {
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
    public void average(List<Buffer> averages, List<Buffer> weights, List<Integer> sizes, Buffer shares) {
        float share = floats(shares)[0];
        for (int k = 0; k < sizes.size(); k++) {
            float[] average = floats(averages.get(k));
            float[] w = floats(weights.get(k));
            for (int i = 0; i < sizes.get(k); i++) {
                average[i] += share * (w[i] - average[i]);
            }
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
