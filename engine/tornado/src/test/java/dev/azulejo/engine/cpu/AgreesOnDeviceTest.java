package dev.azulejo.engine.cpu;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.tornado.plan.SingleCalls;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of the table on a device of TornadoVM, compiled by it, against the scalar backend. */
@Tag("device")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgreesOnDeviceTest {
    private final Backend scalar = new ScalarBackend();
    private final Backend tornado = Backends.choose("tornado", 1);

    /** All of them, or one of so many with -Dazulejo.test.everyCase=N, from -Dazulejo.test.firstCase=I on. */
    static Stream<KernelCase> cases() {
        List<KernelCase> all = Agreement.cases().toList();
        int every = Integer.getInteger("azulejo.test.everyCase", 1);
        int first = Integer.getInteger("azulejo.test.firstCase", 0);
        return IntStream.range(0, all.size())
                .filter(i -> i % every == first % every)
                .mapToObj(all::get);
    }

    @AfterAll
    void close() {
        tornado.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDeviceAgreesWithScalar(KernelCase kernel) {
        Agreement.assertNear(kernel, scalar, kernel.run(scalar), kernel.run(SingleCalls.of(tornado)));
    }
}
