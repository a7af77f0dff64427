package dev.azulejo.bench;

import dev.azulejo.engine.backend.AttentionKernels.Shape;
import dev.azulejo.engine.backend.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Causal attention of a batch of eight heads, and its gradients. */
public class AttentionBenchmark extends KernelBenchmark {
    private static final int HEADS = 8;

    /** Positions and channels of a head. */
    @Param({"256x32", "255x31"})
    public String shape;

    private Shape sizes;
    private Buffer q;
    private Buffer k;
    private Buffer v;
    private Buffer dy;
    private Buffer key;
    private Buffer out;
    private Buffer dq;
    private Buffer dk;
    private Buffer dv;

    @Override
    void makeOperands() {
        sizes = new Shape(HEADS, sizes(shape)[0], sizes(shape)[1], true, 0, 0);
        q = normal(1, sizes.size());
        k = normal(2, sizes.size());
        v = normal(3, sizes.size());
        dy = normal(4, sizes.size());
        key = indices(5, 3, 1 << 20);
        out = floats(new float[sizes.size()]);
        dq = floats(new float[sizes.size()]);
        dk = floats(new float[sizes.size()]);
        dv = floats(new float[sizes.size()]);
    }

    @Benchmark
    public Buffer causal() {
        kernels.attention().causal(q, k, v, out, key, sizes);
        return out;
    }

    @Benchmark
    public Buffer causalGradient() {
        kernels.attention().causalGradient(q, k, v, dy, dq, dk, dv, key, sizes);
        return dq;
    }
}
