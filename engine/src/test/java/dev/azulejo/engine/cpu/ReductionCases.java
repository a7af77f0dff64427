package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.given;
import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.inPlace;
import static dev.azulejo.engine.cpu.KernelCase.indexOut;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.state;
import static dev.azulejo.engine.cpu.KernelCase.sums;

import dev.azulejo.engine.backend.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.ReductionKernels}. */
final class ReductionCases {
    /** Found: 2.6 at most, on 4, 8 and 16 lanes. */
    private static final double UNITS = 3;

    private ReductionCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int n : ElementwiseCases.SIZES) {
            cases.add(sums("sum " + n, UNITS, (k, b) -> k.reductions().sum(b[0], n, 0.7f, b[1], 0), in(n), out(1)));
            cases.add(kernel(
                    "squaredError " + n,
                    n,
                    (k, b) -> k.reductions().squaredError(b[0], b[1], n, 1f / n, b[2], 2),
                    in(n),
                    in(n),
                    state(3)));
            cases.add(kernel(
                    "squaredErrorGradient " + n,
                    (k, b) -> k.reductions().squaredErrorGradient(b[0], b[1], n, 1f / n, b[2], b[3]),
                    in(n),
                    in(n),
                    given(1.3),
                    n % 2 == 0 ? out(n) : inPlace(n, n % 3 == 0 ? 0 : 1)));
        }
        for (int[] s : new int[][] {
            {1, 1, 1},
            {1, 13, 3},
            {1, 100, 16},
            {3, 7, 17},
            {2, 33, 31},
            {1, 20, 128},
            {4, 2, 65},
            {1, 70_001, 3},
            {2, 1000, 100},
            {1, 999, 207},
            {1, 3, 40_001},
            {1, 2000, 128},
            {700, 65, 1},
            {3000, 7, 1},
            {2, 40_000, 1},
            {900, 3, 5}
        }) {
            cases.add(sums(
                    "sumRows " + List.of(s[0], s[1], s[2]),
                    UNITS,
                    (k, b) -> k.reductions().sumRows(b[0], s[0], s[1], s[2], b[1]),
                    in(s[0] * s[1] * s[2]),
                    out(s[0] * s[2])));
            int rows = s[0] * s[1];
            int n = rows * s[2];
            cases.add(sums(
                    "biasReluGradient " + List.of(rows, s[2]),
                    UNITS,
                    (k, b) -> k.reductions().biasReluGradient(b[0], b[1], rows, s[2], b[2], b[3]),
                    in(n),
                    in(n),
                    n % 2 == 0 ? out(n) : inPlace(n, 1),
                    out(s[2])));
        }
        for (int[] s : new int[][] {{1, 1}, {3, 7}, {5, 16}, {2, 33}, {13, 64}, {300, 129}, {70, 1000}}) {
            cases.add(kernel(
                    "argMax " + s[0] + " x " + s[1],
                    (k, b) -> {
                        k.elementwise().unary(UnaryFunction.ROUND, b[0], b[1], s[0] * s[1]); // So that some are equal.
                        k.reductions().argMax(b[1], b[2], s[0], s[1]);
                    },
                    in(s[0] * s[1]),
                    out(s[0] * s[1]),
                    indexOut(s[0])));
        }
        return cases.stream();
    }
}
