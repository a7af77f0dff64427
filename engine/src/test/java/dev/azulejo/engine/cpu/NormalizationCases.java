package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.given;
import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.inPlace;
import static dev.azulejo.engine.cpu.KernelCase.indices;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.NormalizationKernels}. */
final class NormalizationCases {
    /** Rows and columns. */
    private static final int[][] SIZES = {
        {1, 1},
        {2, 3},
        {3, 2},
        {7, 13},
        {1, 15},
        {16, 16},
        {5, 17},
        {13, 31},
        {2, 33},
        {3, 63},
        {65, 65},
        {9, 100},
        {33, 129},
        {100, 207},
        {7, 702},
        {31, 1000},
        {1000, 7},
        {63, 512}
    };

    private NormalizationCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            int rows = s[0];
            int columns = s[1];
            int n = rows * columns;
            String name = " " + rows + " x " + columns;
            cases.add(kernel(
                    "softmax" + name,
                    columns,
                    (k, b) -> k.normalizations().softmax(b[0], b[1], rows, columns),
                    in(n, 4, 1),
                    rows % 2 == 0 ? out(n) : inPlace(n, 0)));
            cases.add(kernel(
                    "softmaxGradient" + name,
                    columns,
                    (k, b) -> k.normalizations().softmaxGradient(b[0], b[1], b[2], rows, columns),
                    in(n, 0.1, 0.5),
                    in(n),
                    rows % 2 == 0 ? out(n) : inPlace(n, 1)));
            cases.add(kernel(
                    "logSoftmax" + name,
                    columns,
                    (k, b) -> k.normalizations().logSoftmax(b[0], b[1], rows, columns),
                    in(n, 4, 100),
                    rows % 2 == 0 ? out(n) : inPlace(n, 0)));
            cases.add(kernel(
                    "logSoftmaxGradient" + name,
                    columns,
                    (k, b) -> k.normalizations().logSoftmaxGradient(b[0], b[1], b[2], rows, columns),
                    in(n, 1, -3),
                    in(n),
                    rows % 2 == 0 ? out(n) : inPlace(n, 1)));
            cases.add(kernel(
                    "crossEntropy" + name,
                    columns,
                    (k, b) -> k.normalizations().crossEntropy(b[0], b[1], b[2], rows, columns),
                    in(n, 3, 0),
                    indices(rows, columns),
                    out(1)));
            cases.add(kernel(
                    "crossEntropyGradient" + name,
                    columns,
                    (k, b) -> k.normalizations().crossEntropyGradient(b[0], b[1], b[2], b[3], rows, columns),
                    in(n, 3, 0),
                    indices(rows, columns),
                    given(0.7),
                    rows % 2 == 0 ? out(n) : inPlace(n, 0)));
            cases.add(kernel(
                    "layerNorm" + name,
                    columns,
                    (k, b) -> k.normalizations().layerNorm(b[0], b[1], b[2], b[3], b[4], rows, columns, 1e-2f),
                    in(n, 2, 1),
                    in(columns, 1, 1),
                    in(columns),
                    rows % 2 == 0 ? out(n) : inPlace(n, 0),
                    out(2 * rows)));
            cases.add(kernel(
                    "layerNormGradient" + name,
                    Math.max(rows, columns),
                    (k, b) -> k.normalizations()
                            .layerNormGradient(b[0], b[1], b[2], b[3], b[4], b[5], b[6], rows, columns),
                    in(n),
                    in(columns),
                    state(2 * rows),
                    in(n),
                    rows % 2 == 0 ? out(n) : inPlace(n, 3),
                    out(columns),
                    out(columns)));
        }
        for (int[] s : new int[][] {{1, 1}, {2, 2}, {3, 7}, {1, 16}, {2, 17}, {4, 33}, {1, 65}, {2, 129}, {1, 207}}) {
            for (boolean strict : new boolean[] {false, true}) {
                int n = s[0] * s[1] * s[1];
                cases.add(kernel(
                        "causalSoftmax " + s[0] + " x " + s[1] + (strict ? " strict" : ""),
                        s[1],
                        (k, b) -> k.normalizations().causalSoftmax(b[0], b[1], s[0], s[1], strict),
                        in(n, 4, 0),
                        s[1] % 2 == 0 ? out(n) : inPlace(n, 0)));
            }
        }
        return cases.stream();
    }
}
