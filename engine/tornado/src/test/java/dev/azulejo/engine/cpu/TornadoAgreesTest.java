package dev.azulejo.engine.cpu;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.tornado.LaunchingBackend;
import dev.azulejo.engine.tornado.TestDevices;
import dev.azulejo.engine.tornado.plan.DeviceBackend;
import dev.azulejo.engine.tornado.plan.EmulatedAccelerator;
import dev.azulejo.engine.tornado.plan.SingleCalls;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of the table as TornadoVM's, on emulated work-groups, against the scalar backend. */
class TornadoAgreesTest {
    private final Backend scalar = new ScalarBackend();
    private final Backend tornado = new LaunchingBackend(TestDevices.emulator());

    /** One case of three, since emulated work-items are slow; all of them with -Dazulejo.test.allCases=true. */
    static Stream<KernelCase> cases() {
        List<KernelCase> all = Agreement.cases().toList();
        int step = Boolean.getBoolean("azulejo.test.allCases") ? 1 : 3;
        return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
    }

    /** Some, as programs on a memory of their own. */
    static Stream<KernelCase> some() {
        List<KernelCase> all = Agreement.cases().toList();
        return IntStream.range(0, all.size()).filter(i -> i % 29 == 0).mapToObj(all::get);
    }

    @ParameterizedTest
    @MethodSource("some")
    void programsOfOneCallAgreeToo(KernelCase kernel) {
        Backend programs = SingleCalls.of(new DeviceBackend(new EmulatedAccelerator(100), new ScalarBackend()));
        Agreement.assertNear(kernel, scalar, kernel.run(scalar), kernel.run(programs));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tornadoAgreesWithScalar(KernelCase kernel) {
        Agreement.assertNear(kernel, scalar, kernel.run(scalar), kernel.run(tornado));
    }
}
