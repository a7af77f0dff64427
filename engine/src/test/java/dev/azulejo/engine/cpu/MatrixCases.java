package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.inPlace;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.sums;

import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.MatrixKernels}. */
final class MatrixCases {
    /** Batch, m, n, k. */
    private static final int[][] SIZES = {
        {1, 1, 1, 1},
        {1, 1, 17, 3},
        {1, 3, 1, 33},
        {2, 7, 13, 5},
        {1, 16, 32, 64},
        {3, 15, 31, 65},
        {1, 33, 63, 17},
        {2, 14, 100, 129},
        {1, 65, 207, 100},
        {1, 129, 129, 129},
        {1, 100, 16, 702},
        {4, 64, 64, 32}
    };

    /** Found: 5.4 at most, on 4, 8 and 16 lanes. */
    private static final double UNITS = 6;

    private MatrixCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            for (int transposed = 0; transposed < 4; transposed++) {
                Shape shape = new Shape(s[0], s[1], s[2], s[3], (transposed & 1) != 0, (transposed & 2) != 0);
                int a = s[0] * s[1] * s[3];
                int b = s[0] * s[3] * s[2];
                int c = s[0] * s[1] * s[2];
                cases.add(sums(
                        shape.toString(),
                        UNITS,
                        (k, x) -> k.matrices().multiply(x[0], x[1], Epilogue.NONE, x[2], shape),
                        in(a),
                        in(b),
                        out(c)));
                cases.add(sums(
                        shape + " bias, relu",
                        UNITS,
                        (k, x) -> k.matrices().multiply(x[0], x[1], new Epilogue(x[2], true, null), x[3], shape),
                        in(a),
                        in(b),
                        in(s[2]),
                        out(c)));
                cases.add(sums(
                        shape + " bias, residual in place",
                        UNITS,
                        (k, x) -> k.matrices().multiply(x[0], x[1], new Epilogue(x[2], false, x[3]), x[4], shape),
                        in(a),
                        in(b),
                        in(s[2]),
                        in(c),
                        inPlace(c, 3)));
            }
        }
        return cases.stream();
    }
}
