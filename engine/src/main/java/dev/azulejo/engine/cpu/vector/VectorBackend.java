package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.LayoutKernels;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.backend.NormalizationKernels;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.backend.ReductionKernels;
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
    private final Memory memory = new HeapMemory();
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reductions;
    private final MatrixKernels matrices;
    private final ConvolutionKernels convolutions;
    private final NormalizationKernels normalizations;
    private final AttentionKernels attention;
    private final LayoutKernels layouts;
    private final CodebookKernels codebooks;
    private final OptimizerKernels optimizers;

    /**
     * A backend with a crew of its own.
     *
     * @param threads threads that work, the caller's included, at least 1
     * @throws IllegalArgumentException if there is less than one thread
     */
    public VectorBackend(int threads) {
        workers = new Workers(threads);
        elementwise = new VectorElementwise(workers);
        reductions = new VectorReductions(workers);
        matrices = new VectorMatrices(workers);
        convolutions = new VectorConvolutions(workers);
        normalizations = new VectorNormalizations(workers);
        attention = new VectorAttention(workers);
        layouts = new VectorLayouts(workers);
        codebooks = new VectorCodebooks(workers);
        optimizers = new VectorOptimizers(workers);
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
    public Memory memory() {
        return memory;
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public ReductionKernels reductions() {
        return reductions;
    }

    @Override
    public MatrixKernels matrices() {
        return matrices;
    }

    @Override
    public ConvolutionKernels convolutions() {
        return convolutions;
    }

    @Override
    public NormalizationKernels normalizations() {
        return normalizations;
    }

    @Override
    public AttentionKernels attention() {
        return attention;
    }

    @Override
    public LayoutKernels layouts() {
        return layouts;
    }

    @Override
    public CodebookKernels codebooks() {
        return codebooks;
    }

    @Override
    public OptimizerKernels optimizers() {
        return optimizers;
    }

    @Override
    public void close() {
        workers.close();
    }
}
