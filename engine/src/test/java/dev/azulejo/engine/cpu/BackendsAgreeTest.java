package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel of the table on the vector backend against the scalar one, and against itself on other numbers of threads.
 * {@link KernelCase} checks besides that outputs are written whole, inputs left alone, and nothing written past an end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackendsAgreeTest {
    private static final int[] THREADS = {1, 2, 3, 5};

    private final Backend scalar = new ScalarBackend();
    private Backend[] vectors;

    @BeforeAll
    void start() {
        vectors = new Backend[THREADS.length];
        for (int i = 0; i < THREADS.length; i++) {
            vectors[i] = new VectorBackend(THREADS[i]);
        }
    }

    @AfterAll
    void stop() {
        for (Backend vector : vectors) {
            vector.close();
        }
    }

    static Stream<KernelCase> cases() {
        return Agreement.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vectorAgreesWithScalar(KernelCase kernel) {
        List<int[]> expected = kernel.run(scalar);
        List<int[]> found = kernel.run(vectors[0]);
        Agreement.assertNear(kernel, scalar, expected, found);
        for (int i = 1; i < vectors.length; i++) {
            assertThat(kernel.run(vectors[i]))
                    .as("%s: %d threads and 1", kernel, THREADS[i])
                    .usingElementComparator((a, b) -> Arrays.compare(a, b))
                    .isEqualTo(found);
        }
    }
}
