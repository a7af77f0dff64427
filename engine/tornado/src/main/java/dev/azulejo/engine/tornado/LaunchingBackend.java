package dev.azulejo.engine.tornado;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.LayoutKernels;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.backend.NormalizationKernels;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.backend.ReductionKernels;
import java.util.Collection;
import java.util.List;

/** The engine's contract as launches of kernels on a device. */
public final class LaunchingBackend implements Backend {
    private final LaunchRecorder launches;
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
        launches = new LaunchRecorder(device);
        memory = new ArrayMemory(launches);
        elementwise = new ElementwiseLaunches(launches);
        reductions = new ReductionLaunches(launches);
        matrices = new MatrixLaunches(launches);
        convolutions = new ConvolutionLaunches(launches);
        normalizations = new NormalizationLaunches(launches);
        layouts = new LayoutLaunches(launches);
        codebooks = new CodebookLaunches(launches);
        optimizers = new OptimizerLaunches(launches);
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
    public Runnable compile(List<Runnable> calls, Collection<Buffer> passing) {
        return launches.compile(launches.launchesOf(calls));
    }

    @Override
    public void close() {}
}
