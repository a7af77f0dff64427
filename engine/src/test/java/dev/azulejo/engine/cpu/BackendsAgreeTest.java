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

    private void assertNear(KernelCase kernel, int operand, int[] expected, int[] found) {
        double[] allowed = allowed(kernel, operand, expected);
        for (int i = 0; i < allowed.length; i++) {
            double want = Float.intBitsToFloat(expected[i]);
            double have = Float.intBitsToFloat(found[i]);
            assertThat(have)
                    .as("%s: operand %d, element %d", kernel, operand, i)
                    .isCloseTo(want, within(allowed[i]));
        }
    }

    /** How far each element may be off. */
    private double[] allowed(KernelCase kernel, int operand, int[] expected) {
        double[] allowed = new double[kernel.operands().get(operand).size()];
        switch (kernel.tolerance()) {
            case KernelCase.OfMagnitude(double units) -> {
                int[] magnitudes = kernel.magnitudes(scalar).get(operand);
                for (int i = 0; i < allowed.length; i++) {
                    allowed[i] = 0x1p-24 * units * Float.intBitsToFloat(magnitudes[i]);
                }
            }
            case KernelCase.Terms(int terms) -> {
                double squares = 0;
                for (int i = 0; i < allowed.length; i++) {
                    squares += Math.pow(Float.intBitsToFloat(expected[i]), 2);
                }
                double typical = Math.sqrt(squares / Math.max(1, allowed.length));
                for (int i = 0; i < allowed.length; i++) {
                    double size = Math.max(Math.abs(Float.intBitsToFloat(expected[i])), typical);
                    allowed[i] = 2e-7 * (4 + Math.sqrt(terms)) * size;
                }
            }
        }
        return allowed;
    }
}
