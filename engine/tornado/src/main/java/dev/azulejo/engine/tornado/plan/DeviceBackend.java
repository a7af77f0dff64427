package dev.azulejo.engine.tornado.plan;

import dev.azulejo.engine.backend.AttentionKernels;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.CodebookKernels;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.ElementwiseKernels;
import dev.azulejo.engine.backend.KernelFamilies;
import dev.azulejo.engine.backend.LayoutKernels;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.backend.NormalizationKernels;
import dev.azulejo.engine.backend.OptimizerKernels;
import dev.azulejo.engine.backend.ReductionKernels;
import dev.azulejo.engine.tornado.Device;
import dev.azulejo.engine.tornado.Launch;
import dev.azulejo.engine.tornado.LaunchingBackend;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A backend whose programs run on a device, and whose single calls run on the CPU. */
public final class DeviceBackend implements Backend {
    private final Accelerator device;
    private final Residents residents;
    private final Backend cpu;
    private final LaunchingBackend launching = new LaunchingBackend(new Device() {
        @Override
        public void run(Launch launch) {
            recording.run(launch);
        }

        @Override
        public void beforeHostReads(Object array) {
            recording.beforeHostReads(array);
        }

        @Override
        public void beforeHostWrites(Object array) {
            recording.beforeHostWrites(array);
        }
    });
    private final KernelFamilies families;
    private final AttentionKernels attention;
    private Recording recording;

    /**
     * A backend.
     *
     * @param device what runs programs
     * @param cpu what runs single calls; closed with this
     */
    public DeviceBackend(Accelerator device, Backend cpu) {
        this.device = device;
        this.residents = new Residents(device);
        this.cpu = cpu;
        families = new KernelFamilies(
                new DeviceMemory(cpu.memory(), family(Memory.class, Backend::memory)),
                family(ElementwiseKernels.class, Backend::elementwise),
                family(ReductionKernels.class, Backend::reductions),
                family(MatrixKernels.class, Backend::matrices),
                family(ConvolutionKernels.class, Backend::convolutions),
                family(NormalizationKernels.class, Backend::normalizations),
                family(LayoutKernels.class, Backend::layouts),
                family(CodebookKernels.class, Backend::codebooks),
                family(OptimizerKernels.class, Backend::optimizers));
        attention = family(AttentionKernels.class, Backend::attention);
    }

    private <T> T family(Class<T> type, Function<Backend, T> of) {
        return Family.of(type, of.apply(cpu), of.apply(launching), () -> recording);
    }

    @Override
    public boolean timesSingleCalls() {
        return false; // They run on the CPU.
    }

    @Override
    public String name() {
        return "tornado";
    }

    @Override
    public String description() {
        return "tornado: " + device.description() + "; beside it " + cpu.description();
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
    public Runnable compile(List<Runnable> calls, Collection<Buffer> passing) {
        Recording made = new Recording();
        passing.forEach(buffer -> made.passes((DeviceBuffer) buffer));
        recording = made;
        try {
            calls.forEach(Runnable::run);
        } finally {
            recording = null;
        }
        return new DeviceProgram(residents, made);
    }

    @Override
    public void close() {
        residents.close();
        cpu.close();
    }
}
