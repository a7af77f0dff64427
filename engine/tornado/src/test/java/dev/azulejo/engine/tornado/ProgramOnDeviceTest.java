package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A step as one list of launches: what a device gets to compile, and that it computes what a CPU does. */
class ProgramOnDeviceTest {
    /** A device that is given whole programs and counts what it is asked. */
    private static final class WholePrograms implements Device {
        private final Device emulator = TestDevices.emulator();
        private final List<Integer> compiled = new ArrayList<>();
        private int alone;

        @Override
        public void run(Launch launch) {
            alone++;
            emulator.run(launch);
        }

        @Override
        public Runnable compile(List<Launch> launches) {
            compiled.add(launches.size());
            return () -> launches.forEach(emulator::run);
        }

        @Override
        public void beforeHostReads(Object array) {}

        @Override
        public void beforeHostWrites(Object array) {}
    }

    @Test
    void aStepIsCompiledOnceAndReplayed() {
        WholePrograms device = new WholePrograms();
        float[] onDevice = train(new LaunchingBackend(device), true);
        float[] onCpu = train(new ScalarBackend(), false);
        assertThat(device.compiled).hasSize(1);
        assertThat(device.compiled.getFirst()).isGreaterThan(6);
        assertThat(device.alone).isZero();
        for (int i = 0; i < onCpu.length; i++) {
            assertThat(onDevice[i]).isCloseTo(onCpu[i], within(1e-4f));
        }
    }

    private static float[] train(Backend backend, boolean replayed) {
        try (Engine engine = new Engine(backend)) {
            Tensor x = engine.state(Shape.of(9, 5), Descent.values(45, 1));
            Tensor w = engine.parameter(Shape.of(5, 3), Descent.values(15, 2));
            Tensor wanted = engine.state(Shape.of(9, 3), Descent.values(27, 3));
            Program program = replayed ? Program.of(engine, () -> Descent.step(engine, x, w, wanted)) : null;
            float[] losses = new float[4];
            for (int i = 0; i < losses.length; i++) {
                x.set(Descent.values(45, 10 + i));
                try (var _ = engine.scope()) {
                    Map<String, Tensor> results = replayed ? program.run() : Descent.step(engine, x, w, wanted);
                    losses[i] = results.get("loss").item();
                }
            }
            return losses;
        }
    }
}
