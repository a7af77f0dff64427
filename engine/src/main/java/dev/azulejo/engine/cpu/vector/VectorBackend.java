package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.KernelFamilies;
import dev.azulejo.engine.cpu.HeapMemory;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.attention.VectorAttention;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.codes.VectorCodebooks;
import dev.azulejo.engine.cpu.vector.conv.VectorConvolutions;
import dev.azulejo.engine.cpu.vector.elementwise.VectorElementwise;
import dev.azulejo.engine.cpu.vector.elementwise.VectorOptimizers;
import dev.azulejo.engine.cpu.vector.gemm.VectorMatrices;
import dev.azulejo.engine.cpu.vector.rows.VectorLayouts;
import dev.azulejo.engine.cpu.vector.rows.VectorNormalizations;
import dev.azulejo.engine.cpu.vector.rows.VectorReductions;
import java.util.Locale;

/** The Vector API on all threads. One thread at a time may call it. */
public final class VectorBackend implements Backend {
    private final Workers workers;
    private final KernelFamilies families;
    private final AttentionKernels attention;

    /**
     * A backend with a crew of its own.
     *
     * @param threads threads that work, the caller's included, at least 1
     * @throws IllegalArgumentException if there is less than one thread
     */
    public VectorBackend(int threads) {
        workers = new Workers(threads);
        families = new KernelFamilies(
                new HeapMemory(),
                new VectorElementwise(workers),
                new VectorReductions(workers),
                new VectorMatrices(workers),
                new VectorConvolutions(workers),
                new VectorNormalizations(workers),
                new VectorLayouts(workers),
                new VectorCodebooks(workers),
                new VectorOptimizers(workers));
        attention = new VectorAttention(workers);
    }

    /** {@return the floats in a register: 4, 8 or 16 on common machines} */
    public static int lanes() {
        return Lanes.COUNT;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "vector: %d float lanes (%d bit), %d %s",
                Lanes.COUNT,
                Lanes.FLOATS.vectorBitSize(),
                workers.threads(),
                workers.threads() == 1 ? "thread" : "threads");
    }

    @Override
    public KernelFamilies families() {
        return families;
    }

    @Override
    public AttentionKernels attention() {
        return attention;
    }

    @Override
    public void close() {
        workers.close();
    }
}
