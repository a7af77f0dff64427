package dev.azulejo.engine.cpu.vector.elementwise;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.cpu.AdamStep;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.ChunkSums;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/** Adam in one walk through memory, with the bits of the scalar backend. */
public final class VectorOptimizers implements OptimizerKernels {
    private final Workers workers;

    public VectorOptimizers(Workers workers) {
        this.workers = workers;
    }

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
        Split.elements(workers, sizes, (k, from, to) -> {
            float[] w = floats(ws.get(k));
            float[] g = floats(gs.get(k));
            float[] m = floats(ms.get(k));
            float[] v = floats(vs.get(k));
            int bound = Lanes.bound(from, to);
            adam(w, g, m, v, from, bound, s, clip);
            rest(w, g, m, v, bound, to, s, clip);
        });
    }

    private static void adam(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamStep step, float clip) {
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector gs = FloatVector.fromArray(Lanes.FLOATS, g, i).mul(clip);
            FloatVector ms = FloatVector.fromArray(Lanes.FLOATS, m, i);
            FloatVector vs = FloatVector.fromArray(Lanes.FLOATS, v, i);
            FloatVector ws = FloatVector.fromArray(Lanes.FLOATS, w, i);
            ms = ms.add(gs.sub(ms).mul(step.newInM()));
            vs = vs.mul(step.oldInV()).add(gs.mul(step.newInV()).mul(gs));
            FloatVector denominator = vs.sqrt().div(step.rootOfCorrection2()).add(step.epsilon());
            ws = ws.mul(step.keep()).sub(ms.mul(step.size()).div(denominator));
            ms.intoArray(m, i);
            vs.intoArray(v, i);
            ws.intoArray(w, i);
        }
    }

    /** In the order of operations of whole registers, as the last bits are to be the same. */
    private static void rest(float[] w, float[] g, float[] m, float[] v, int from, int to, AdamStep step, float clip) {
        for (int i = from; i < to; i++) {
            float gradient = g[i] * clip;
            m[i] += (gradient - m[i]) * step.newInM();
            v[i] = v[i] * step.oldInV() + gradient * step.newInV() * gradient;
            float denominator = (float) Math.sqrt(v[i]) / step.rootOfCorrection2() + step.epsilon();
            w[i] = w[i] * step.keep() - m[i] * step.size() / denominator;
        }
    }

    @Override
    public void average(List<Buffer> averages, List<Buffer> weights, List<Integer> sizes, Buffer shares) {
        float share = floats(shares)[0];
        Split.elements(
                workers,
                sizes,
                (k, from, to) -> average(floats(averages.get(k)), floats(weights.get(k)), from, to, share));
    }

    private static void average(float[] average, float[] weights, int from, int to, float share) {
        int bound = Lanes.bound(from, to);
        for (int i = from; i < bound; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, average, i);
            FloatVector.fromArray(Lanes.FLOATS, weights, i)
                    .sub(a)
                    .mul(share)
                    .add(a)
                    .intoArray(average, i);
        }
        for (int i = bound; i < to; i++) {
            average[i] += share * (weights[i] - average[i]);
        }
    }

    @Override
    public void clipFactor(List<Buffer> gradients, List<Integer> sizes, float maxNorm, Buffer out, int at) {
        float[][] sums = new float[sizes.size()][];
        for (int k = 0; k < sums.length; k++) {
            sums[k] = new float[Math.ceilDiv(sizes.get(k), Split.ELEMENTS)];
        }
        Split.elements(
                workers,
                sizes,
                (k, from, to) ->
                        sums[k][from / Split.ELEMENTS] = ChunkSums.sumOfSquares(floats(gradients.get(k)), from, to));
        double total = 0;
        for (float[] chunks : sums) {
            double sum = 0;
            for (float chunk : chunks) {
                sum += chunk;
            }
            total += (float) sum;
        }
        double factor = maxNorm / (Math.sqrt(total) + 1e-6);
        floats(out)[at] = factor < 1 ? (float) factor : 1;
    }
}
