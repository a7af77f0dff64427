package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.backend.Backend;
import java.util.List;
import java.util.stream.Stream;

/** The table of all cases, and what it means that another backend agrees with the scalar one on a case. */
final class Agreement {
    private Agreement() {}

    static Stream<KernelCase> cases() {
        return Stream.of(
                        ElementwiseCases.all(),
                        ReductionCases.all(),
                        MatrixCases.all(),
                        ConvolutionCases.all(),
                        NormalizationCases.all(),
                        AttentionCases.all(),
                        LayoutCases.all(),
                        CodebookCases.all(),
                        OptimizerCases.all())
                .flatMap(s -> s);
    }

    /** Floats near enough by the case's tolerance, integers equal; both lists are of {@link KernelCase#run}. */
    static void assertNear(KernelCase kernel, Backend scalar, List<int[]> expected, List<int[]> found) {
        for (int i = 0; i < expected.size(); i++) {
            if (kernel.isFloat(i)) {
                assertNear(kernel, scalar, i, expected.get(i), found.get(i));
            } else {
                assertThat(found.get(i)).as("%s: operand %d", kernel, i).isEqualTo(expected.get(i));
            }
        }
    }

    private static void assertNear(KernelCase kernel, Backend scalar, int operand, int[] expected, int[] found) {
        double[] allowed = allowed(kernel, scalar, operand, expected);
        for (int i = 0; i < allowed.length; i++) {
            double want = Float.intBitsToFloat(expected[i]);
            double have = Float.intBitsToFloat(found[i]);
            assertThat(have)
                    .as("%s: operand %d, element %d", kernel, operand, i)
                    .isCloseTo(want, within(allowed[i]));
        }
    }

    /** How far each element may be off. */
    private static double[] allowed(KernelCase kernel, Backend scalar, int operand, int[] expected) {
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
