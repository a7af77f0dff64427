package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.indexOut;
import static dev.azulejo.engine.cpu.KernelCase.indices;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.CodebookKernels}. */
final class CodebookCases {
    /** Rows, codes and dimension. */
    private static final int[][] SIZES = {
        {1, 1, 1},
        {2, 3, 2},
        {7, 13, 3},
        {8, 16, 16},
        {9, 17, 15},
        {15, 33, 7},
        {63, 31, 65},
        {65, 100, 64},
        {129, 207, 33},
        {702, 129, 64},
        {1000, 512, 64},
        {100, 1000, 13}
    };

    private CodebookCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            int rows = s[0];
            int codes = s[1];
            int dimension = s[2];
            String name = " " + List.of(rows, codes, dimension);
            cases.add(nearest("nearest" + name, s, in(rows * dimension), in(codes * dimension)));
            // A codebook as it is initialised, U(-1/K, 1/K) or so, under features far from it: scores nearly equal.
            cases.add(nearest(
                    "nearest, small codes" + name, s, in(rows * dimension, 1, 3), in(codes * dimension, 1e-3, 0)));
            cases.add(kernel(
                    "count" + name,
                    (k, b) -> k.codebooks().count(b[0], b[1], rows, codes),
                    indices(rows, codes),
                    out(codes)));
            cases.add(kernel(
                    "movingAverage" + name,
                    (k, b) -> k.codebooks().movingAverage(b[0], b[1], b[2], b[3], b[4], codes, dimension, 0.99f, 1e-5f),
                    in(codes, 1, 10),
                    in(codes * dimension),
                    state(codes),
                    state(codes * dimension),
                    state(codes * dimension)));
            cases.add(kernel(
                    "restart" + name,
                    (k, b) ->
                            k.codebooks().restart(b[0], b[1], b[2], b[3], rows, codes, dimension, 0.4f, 1.5f, 3, b[4]),
                    in(rows * dimension),
                    state(codes),
                    state(codes * dimension),
                    state(codes * dimension),
                    indices(3, Integer.MAX_VALUE)));
        }
        return cases.stream();
    }

    private static KernelCase nearest(String name, int[] s, KernelCase.Operand z, KernelCase.Operand codebook) {
        return kernel(
                name, (k, b) -> k.codebooks().nearest(b[0], b[1], b[2], s[0], s[1], s[2]), z, codebook, indexOut(s[0]));
    }
}
