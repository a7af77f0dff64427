package dev.azulejo.engine.cpu.scalar;

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

/** Plain loops on one thread: what every kernel means, and what runs where the Vector API is missing. */
public final class ScalarBackend implements Backend {
    private final Memory memory = new HeapMemory();
    private final ElementwiseKernels elementwise = new ScalarElementwise();
    private final ReductionKernels reductions = new ScalarReductions();
    private final MatrixKernels matrices = new ScalarMatrices();
    private final ConvolutionKernels convolutions = new ScalarConvolutions();
    private final NormalizationKernels normalizations = new ScalarNormalizations();
    private final LayoutKernels layouts = new ScalarLayouts();
    private final CodebookKernels codebooks = new ScalarCodebooks();
    private final OptimizerKernels optimizers = new ScalarOptimizers();

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
    public void close() {}
}
