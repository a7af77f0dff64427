package dev.azulejo.engine.cpu.scalar;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.KernelFamilies;
import dev.azulejo.engine.cpu.HeapMemory;

/** Plain loops on one thread: what every kernel means, and what runs where the Vector API is missing. */
public final class ScalarBackend implements Backend {
    private final KernelFamilies families = new KernelFamilies(
            new HeapMemory(),
            new ScalarElementwise(),
            new ScalarReductions(),
            new ScalarMatrices(),
            new ScalarConvolutions(),
            new ScalarNormalizations(),
            new ScalarLayouts(),
            new ScalarCodebooks(),
            new ScalarOptimizers());

    /** A backend; it holds no thread and nothing to free. */
    public ScalarBackend() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String description() {
        return "scalar: plain loops, 1 lane, 1 thread";
    }

    @Override
    public KernelFamilies families() {
        return families;
    }

    @Override
    public void close() {}
}
