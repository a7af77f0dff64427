package dev.azulejo.engine.tornado;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.KernelFamilies;
import java.util.Collection;
import java.util.List;

/** The engine's contract as launches of kernels on a device. */
public final class LaunchingBackend implements Backend {
    private final LaunchRecorder launches;
    private final KernelFamilies families;

    /**
     * A backend whose every call becomes launches.
     *
     * @param device what runs them
     */
    public LaunchingBackend(Device device) {
        launches = new LaunchRecorder(device);
        families = new KernelFamilies(
                new ArrayMemory(launches),
                new ElementwiseLaunches(launches),
                new ReductionLaunches(launches),
                new MatrixLaunches(launches),
                new ConvolutionLaunches(launches),
                new NormalizationLaunches(launches),
                new LayoutLaunches(launches),
                new CodebookLaunches(launches),
                new OptimizerLaunches(launches));
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
    public KernelFamilies families() {
        return families;
    }

    @Override
    public Runnable compile(List<Runnable> calls, Collection<Buffer> passing) {
        return launches.compile(launches.launchesOf(calls));
    }

    @Override
    public void close() {}
}
