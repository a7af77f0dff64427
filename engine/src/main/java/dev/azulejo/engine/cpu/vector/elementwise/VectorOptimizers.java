package dev.azulejo.engine.cpu.vector.elementwise;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.cpu.AdamStep;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Split;
import jdk.incubator.vector.FloatVector;

/** Adam in one walk through memory, with the bits of the scalar backend. */
public final class VectorOptimizers implements OptimizerKernels {
    private final Workers workers;

    public VectorOptimizers(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void adam(Buffer ws, Buffer gs, Buffer ms, Buffer vs, int n, AdamSettings settings, Buffer steps) {
        float[] w = floats(ws);
        float[] g = floats(gs);
        float[] m = floats(ms);
        float[] v = floats(vs);
        float[] step = floats(steps);
        AdamStep s = AdamStep.of(settings, step[0], step[1], step[2]);
        float clip = step[3];
        Split.elements(workers, n, (from, to) -> {
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
    public void clipFactor(Buffer squares, int n, float maxNorm, Buffer out, int at) {
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += floats(squares)[i];
        }
        double factor = maxNorm / (Math.sqrt(total) + 1e-6);
        floats(out)[at] = factor < 1 ? (float) factor : 1;
    }
}
