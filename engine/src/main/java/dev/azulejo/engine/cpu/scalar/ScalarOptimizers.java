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
    public void adam(
            List<Buffer> ws,
            List<Buffer> gs,
            List<Buffer> ms,
            List<Buffer> vs,
            List<Integer> sizes,
            AdamSettings settings,
            Buffer steps) {
        float[] step = floats(steps);
        AdamStep s = AdamStep.of(settings, step[0], step[1], step[2]);
        float clip = step[3];
        for (int k = 0; k < sizes.size(); k++) {
            float[] w = floats(ws.get(k));
            float[] g = floats(gs.get(k));
            float[] m = floats(ms.get(k));
            float[] v = floats(vs.get(k));
            for (int i = 0; i < sizes.get(k); i++) {
                float gradient = clip * g[i];
                float mean = m[i] + s.newInM() * (gradient - m[i]);
                float square = s.oldInV() * v[i] + s.newInV() * gradient * gradient;
                float denominator = (float) Math.sqrt(square) / s.rootOfCorrection2() + s.epsilon();
                w[i] = s.keep() * w[i] - s.size() * mean / denominator;
                m[i] = mean;
                v[i] = square;
            }
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
    public void clipFactor(List<Buffer> gradients, List<Integer> sizes, float maxNorm, Buffer out, int at) {
        double total = 0;
        for (int k = 0; k < sizes.size(); k++) {
            float[] g = floats(gradients.get(k));
            double sum = 0;
            for (int i = 0; i < sizes.get(k); i++) {
                sum += (double) g[i] * g[i];
            }
            total += (float) sum;
        }
        floats(out)[at] = (float) Math.min(1, maxNorm / (Math.sqrt(total) + 1e-6));
    }
}
