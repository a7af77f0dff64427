package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.given;
import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.inPlace;
import static dev.azulejo.engine.cpu.KernelCase.indexOut;
import static dev.azulejo.engine.cpu.KernelCase.indices;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.out;

import dev.azulejo.engine.backend.BinaryFunction;
import dev.azulejo.engine.backend.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.ElementwiseKernels}. */
final class ElementwiseCases {
    /** Around whole registers of 4, 8 and 16 lanes, and more than one task. */
    static final int[] SIZES = {1, 2, 3, 7, 13, 15, 16, 17, 31, 33, 63, 65, 100, 129, 207, 702, 1000, 100_003};

    private ElementwiseCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int n : SIZES) {
            for (UnaryFunction f : UnaryFunction.values()) {
                unary(cases, f, n);
            }
            for (BinaryFunction f : BinaryFunction.values()) {
                String name = f + " " + n;
                KernelCase.Operand a = f == BinaryFunction.EQUAL ? in(n, 0, 1) : in(n);
                cases.add(kernel(name, (k, b) -> k.elementwise().binary(f, b[0], b[1], b[2], n), a, a, out(n)));
                cases.add(kernel(
                        name + " onto a",
                        (k, b) -> k.elementwise().binary(f, b[0], b[1], b[2], n),
                        in(n),
                        in(n),
                        inPlace(n, 0)));
            }
            cases.add(kernel(
                    "where " + n,
                    (k, b) -> {
                        k.elementwise().unary(UnaryFunction.ROUND, b[0], b[3], n); // Some become 0.
                        k.elementwise().where(b[3], b[1], b[2], b[3], n);
                    },
                    in(n),
                    in(n),
                    in(n),
                    out(n)));
            cases.add(kernel(
                    "toFloats " + n,
                    (k, b) -> k.elementwise().toFloats(b[0], b[1], n),
                    indices(n, Integer.MAX_VALUE),
                    out(n)));
            cases.add(kernel(
                    "toInts " + n, (k, b) -> k.elementwise().toInts(b[0], b[1], n), in(n, 1000, 0), indexOut(n)));
            cases.add(kernel(
                    "linear " + n,
                    (k, b) -> k.elementwise().linear(0.3f, b[0], -1.7f, b[1], b[2], n),
                    in(n),
                    in(n),
                    inPlace(n, 1)));
            cases.add(kernel("scale " + n, (k, b) -> k.elementwise().scale(0.7f, b[0], b[1], n), in(n), out(n)));
            cases.add(kernel(
                    "scaleBy " + n,
                    (k, b) -> k.elementwise().scaleBy(0.7f, b[0], b[1], b[2], n),
                    given(1.9),
                    in(n),
                    out(n)));
            for (float rate : new float[] {0, 0.1f, 0.5f}) {
                cases.add(kernel(
                        "dropout " + rate + " " + n,
                        (k, b) -> k.elementwise().dropout(b[0], b[1], n, rate, 7 + n, b[2]),
                        in(n),
                        out(n),
                        indices(4, Integer.MAX_VALUE)));
            }
        }
        for (int[] s : new int[][] {
            {1, 1, 1},
            {1, 7, 3},
            {3, 5, 2},
            {2, 100, 16},
            {4, 33, 17},
            {1, 9, 128},
            {5, 1, 65},
            {1, 20_001, 3},
            {3, 700, 48},
            {1, 50_000, 1},
            {700, 65, 1},
            {3000, 7, 1},
            {900, 3, 5},
            {2, 40_000, 1},
            {2, 40, 1000}
        }) {
            int n = s[0] * s[1] * s[2];
            cases.add(kernel(
                    "broadcast ADD " + List.of(s[0], s[1], s[2]),
                    (k, b) -> k.elementwise().broadcast(BinaryFunction.ADD, b[0], b[1], b[2], s[0], s[1], s[2]),
                    in(n),
                    in(s[0] * s[2]),
                    s[2] % 2 == 0 ? out(n) : inPlace(n, 0)));
            for (BinaryFunction f : BinaryFunction.values()) {
                cases.add(kernel(
                        "broadcast " + f + " of rounded " + List.of(s[0], s[1], s[2]),
                        (k, b) -> {
                            k.elementwise().unary(UnaryFunction.ROUND, b[0], b[2], n); // So that some are equal.
                            k.elementwise().broadcast(f, b[2], b[1], b[2], s[0], s[1], s[2]);
                        },
                        in(n),
                        f == BinaryFunction.EQUAL ? in(s[0] * s[2], 0, 1) : in(s[0] * s[2]),
                        out(n)));
            }
        }
        for (int[] s : new int[][] {{1, 1}, {3, 7}, {5, 16}, {2, 33}, {13, 64}, {7, 100}, {300, 65}}) {
            int n = s[0] * s[1];
            cases.add(kernel(
                    "gate " + s[0] + " x " + s[1],
                    (k, b) -> k.elementwise().gate(b[0], b[1], s[0], s[1]),
                    in(2 * n, 3, 0),
                    out(n)));
            cases.add(kernel(
                    "gateGradient " + s[0] + " x " + s[1],
                    (k, b) -> k.elementwise().gateGradient(b[0], b[1], b[2], s[0], s[1]),
                    in(2 * n, 2, 0),
                    in(n),
                    out(2 * n)));
        }
        return cases.stream();
    }

    private static void unary(List<KernelCase> cases, UnaryFunction f, int n) {
        // A logarithm's arguments are far from 1, where its value vanishes and takes the tolerance with it.
        KernelCase.Operand x = f == UnaryFunction.LOG || f == UnaryFunction.RSQRT ? in(n, 1, 20) : in(n, 3, 0);
        cases.add(kernel(f + " " + n, (k, b) -> k.elementwise().unary(f, b[0], b[1], n), x, out(n)));
        cases.add(kernel(f + " in place " + n, (k, b) -> k.elementwise().unary(f, b[0], b[1], n), x, inPlace(n, 0)));
        KernelCase.Operand y = f == UnaryFunction.SIGMOID ? in(n, 0.1, 0.5) : in(n);
        cases.add(kernel(
                f + " gradient " + n,
                (k, b) -> k.elementwise().unaryGradient(f, b[0], b[1], b[2], n),
                f.derivativeOfValue() ? y : x,
                in(n),
                n % 2 == 0 ? out(n) : inPlace(n, 1)));
    }
}
