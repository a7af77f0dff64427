package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.indices;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.LayoutKernels}. */
final class LayoutCases {
    private LayoutCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int[] s : new int[][] {
            {1, 1, 0, 1, 0, 1},
            {7, 13, 3, 31, 17, 5},
            {100, 64, 0, 192, 128, 64},
            {3, 17, 1, 16, 0, 16},
            {700, 100, 33, 129, 62, 67}
        }) {
            cases.add(kernel(
                    "copyColumns " + List.of(s[0], s[1], s[2], s[3], s[4], s[5]),
                    (k, b) -> k.layouts().copyColumns(b[0], s[1], s[2], b[1], s[3], s[4], s[0], s[5]),
                    in(s[0] * s[1]),
                    state(s[0] * s[3])));
        }
        for (int[] s : new int[][] {
            {1, 1, 1, 1, 0, 0},
            {2, 5, 7, 3, 1, 0},
            {2, 5, 7, 3, 0, 1},
            {1, 6, 4, 17, -1, -2},
            {1, 3, 3, 16, 2, -1},
            {2, 3, 4, 5, 3, 0},
            {2, 3, 4, 5, 0, -4},
            {1, 3, 4, 5, -7, 9},
            {3, 33, 31, 64, 1, 1}
        }) {
            int n = s[0] * s[1] * s[2] * s[3];
            cases.add(kernel(
                    "shift " + List.of(s[0], s[1], s[2], s[3], s[4], s[5]),
                    (k, b) -> k.layouts().shift(b[0], b[1], s[0], s[1], s[2], s[3], s[4], s[5]),
                    in(n),
                    out(n)));
        }
        for (int[] s : new int[][] {{1, 1, 1, 1}, {2, 3, 5, 7}, {1, 65, 33, 1}, {3, 17, 4, 32}, {2, 129, 8, 65}}) {
            int n = s[0] * s[1] * s[2] * s[3];
            cases.add(kernel(
                    "swapMiddle " + List.of(s[0], s[1], s[2], s[3]),
                    (k, b) -> k.layouts().swapMiddle(b[0], b[1], s[0], s[1], s[2], s[3]),
                    in(n),
                    out(n)));
        }
        for (int[] s :
                new int[][] {{1, 1, 1}, {7, 3, 2}, {100, 13, 17}, {33, 100, 64}, {1000, 512, 65}, {2000, 7, 100}}) {
            cases.add(kernel(
                    "gather " + List.of(s[0], s[1], s[2]),
                    (k, b) -> k.layouts().gather(b[0], b[1], b[2], s[0], s[1], s[2]),
                    in(s[1] * s[2]),
                    indices(s[0], s[1]),
                    out(s[0] * s[2])));
            cases.add(kernel(
                    "scatterAdd " + List.of(s[0], s[1], s[2]),
                    (k, b) -> k.layouts().scatterAdd(b[0], b[1], b[2], s[0], s[1], s[2]),
                    in(s[0] * s[2]),
                    indices(s[0], s[1]),
                    out(s[1] * s[2])));
        }
        return cases.stream();
    }
}
