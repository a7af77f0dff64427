package dev.azulejo.engine.tornado;

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

/** The engine's contract as launches of kernels on a device. */
public final class LaunchingBackend implements Backend {
    private final Memory memory;
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reductions;
    private final MatrixKernels matrices;
    private final ConvolutionKernels convolutions;
    private final NormalizationKernels normalizations;
    private final LayoutKernels layouts;
    private final CodebookKernels codebooks;
    private final OptimizerKernels optimizers;

    /**
     * A backend whose every call becomes launches.
     *
     * @param device what runs them
     */
    public LaunchingBackend(Device device) {
        memory = new ArrayMemory(device);
        elementwise = new ElementwiseLaunches(device);
        reductions = new ReductionLaunches(device);
        matrices = new MatrixLaunches(device);
        convolutions = new ConvolutionLaunches(device);
        normalizations = new NormalizationLaunches(device);
        layouts = new LayoutLaunches(device);
        codebooks = new CodebookLaunches(device);
        optimizers = new OptimizerLaunches(device);
    }

    @Override
    public String name() {
        return "tornado";
    }

    @Override
    public String description() {
        return "tornado: kernels for TornadoVM";
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
