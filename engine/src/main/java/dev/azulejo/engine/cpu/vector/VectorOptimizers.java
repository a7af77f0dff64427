package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.scalar.AdamStep;
import dev.azulejo.engine.cpu.scalar.ScalarOptimizers;
import jdk.incubator.vector.FloatVector;

/** Adam in one walk through memory, with the bits of the scalar backend. */
final class VectorOptimizers implements OptimizerKernels {
    private final Workers workers;
    private final ScalarOptimizers scalar = new ScalarOptimizers();

    VectorOptimizers(Workers workers) {
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
            ScalarOptimizers.adam(w, g, m, v, bound, to, s, clip);
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

    @Override
    public void clipFactor(Buffer squares, int n, float maxNorm, Buffer out, int at) {
        scalar.clipFactor(squares, n, maxNorm, out, at);
    }
}
