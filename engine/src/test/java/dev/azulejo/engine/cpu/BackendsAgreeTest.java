package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
        return Stream.of(
                        ElementwiseCases.all(),
                        ReductionCases.all(),
                        MatrixCases.all(),
                        ConvolutionCases.all(),
                        NormalizationCases.all(),
                        LayoutCases.all(),
                        CodebookCases.all(),
                        OptimizerCases.all())
                .flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vectorAgreesWithScalar(KernelCase kernel) {
        List<int[]> expected = kernel.run(scalar);
        List<int[]> found = kernel.run(vectors[0]);
        for (int i = 0; i < expected.size(); i++) {
            if (kernel.isFloat(i)) {
                assertNear(kernel, i, expected.get(i), found.get(i));
            } else {
                assertThat(found.get(i)).as("%s: operand %d", kernel, i).isEqualTo(expected.get(i));
            }
        }
        for (int i = 1; i < vectors.length; i++) {
            assertThat(kernel.run(vectors[i]))
                    .as("%s: %d threads and 1", kernel, THREADS[i])
                    .usingElementComparator((a, b) -> Arrays.compare(a, b))
                    .isEqualTo(found);
        }
    }

    /** Within some 2^-24 sqrt(terms) of the larger of the value and the typical value. */
    private static void assertNear(KernelCase kernel, int operand, int[] expected, int[] found) {
        double squares = 0;
        int size = kernel.operands().get(operand).size();
        for (int i = 0; i < size; i++) {
            float value = Float.intBitsToFloat(expected[i]);
            squares += (double) value * value;
        }
        double typical = Math.sqrt(squares / Math.max(1, size));
        if (kernel.operands().get(operand) instanceof KernelCase.Output output) {
            typical = Math.max(typical, output.typical());
        }
        double tolerance = 2e-7 * (4 + Math.sqrt(kernel.terms()));
        for (int i = 0; i < size; i++) {
            float want = Float.intBitsToFloat(expected[i]);
            float have = Float.intBitsToFloat(found[i]);
            assertThat(have)
                    .as("%s: operand %d, element %d", kernel, operand, i)
                    .isCloseTo(want, within((float) (tolerance * Math.max(Math.abs(want), typical))));
        }
    }
}
