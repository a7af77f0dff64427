package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.indices;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;

import dev.azulejo.engine.backend.AttentionKernels.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.AttentionKernels}. */
final class AttentionCases {
    /** Batch, positions, channels: around registers, blocks of queries, and both. */
    private static final int[][] SIZES = {
        {1, 1, 1},
        {2, 2, 3},
        {3, 7, 4},
        {1, 15, 12},
        {2, 16, 12},
        {4, 17, 8},
        {2, 33, 16},
        {1, 65, 17},
        {3, 64, 32},
        {1, 207, 33},
        {2, 129, 12}
    };

    private AttentionCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int[] s : SIZES) {
            for (boolean strict : new boolean[] {false, true}) {
                for (float rate : new float[] {0, 0.4f}) {
                    Shape shape = new Shape(s[0], s[1], s[2], strict, rate, 7);
                    int n = shape.size();
                    int terms = s[1] * s[2];
                    cases.add(kernel(
                            shape.toString(),
                            terms,
                            (k, b) -> k.attention().causal(b[0], b[1], b[2], b[4], b[3], shape),
                            in(n, 0.7, 0),
                            in(n),
                            in(n),
                            indices(4, 1 << 20),
                            out(n)));
                    cases.add(kernel(
                            shape + " gradient",
                            terms,
                            (k, b) ->
                                    k.attention().causalGradient(b[0], b[1], b[2], b[3], b[5], b[6], b[7], b[4], shape),
                            in(n, 0.7, 0),
                            in(n),
                            in(n),
                            in(n),
                            indices(4, 1 << 20),
                            out(n),
                            out(n),
                            out(n)));
                }
            }
        }
        return cases.stream();
    }
}
