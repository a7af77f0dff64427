package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.given;
import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.kernel;
import static dev.azulejo.engine.cpu.KernelCase.state;

import dev.azulejo.engine.backend.OptimizerKernels.AdamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.OptimizerKernels}. */
final class OptimizerCases {
    private OptimizerCases() {}

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (int n : ElementwiseCases.SIZES) {
            for (double decay : new double[] {0, 0.01}) {
                AdamSettings settings = new AdamSettings(0.9, 0.999, 1e-8, decay);
                cases.add(kernel(
                        "adam " + n + " decay " + decay,
                        (k, b) -> k.optimizers()
                                .adam(
                                        List.of(b[0]),
                                        List.of(b[1]),
                                        List.of(b[2]),
                                        List.of(b[3]),
                                        List.of(n),
                                        settings,
                                        b[4]),
                        state(n),
                        in(n),
                        state(n),
                        state(n),
                        given(3e-4, 0.271, 0.002997, 0.8)));
            }
        }
        List<Integer> sizes = List.of(1, 33, 0, 40000, 17);
        cases.add(kernel(
                "adam of several",
                (k, b) -> k.optimizers()
                        .adam(
                                List.of(b).subList(0, 5),
                                List.of(b).subList(5, 10),
                                List.of(b).subList(10, 15),
                                List.of(b).subList(15, 20),
                                sizes,
                                new AdamSettings(0.9, 0.999, 1e-8, 0.1),
                                b[20]),
                operands(
                        Stream.of(states(sizes), inputs(sizes), states(sizes), states(sizes))
                                .flatMap(s -> s),
                        given(3e-4, 0.271, 0.002997, 0.8))));
        cases.add(kernel(
                "average of several",
                (k, b) -> k.optimizers()
                        .average(List.of(b).subList(0, 5), List.of(b).subList(5, 10), sizes, b[10]),
                operands(Stream.of(states(sizes), inputs(sizes)).flatMap(s -> s), given(0.3))));
        List<Integer> many = List.of(1, 33, 0, 40000, 17, 300, 2, 5, 100, 4097);
        for (float norm : new float[] {0.1f, 1e6f}) {
            for (List<Integer> several : List.of(many, many.subList(3, 4), many.subList(2, 3), many.subList(0, 8))) {
                int last = several.size();
                cases.add(kernel(
                        "clipFactor " + norm + " of " + several,
                        several.stream().mapToInt(n -> n).sum(),
                        (k, b) -> k.optimizers().clipFactor(List.of(b).subList(0, last), several, norm, b[last], 3),
                        operands(inputs(several), state(4))));
            }
        }
        return cases.stream();
    }

    private static Stream<KernelCase.Operand> states(List<Integer> sizes) {
        return sizes.stream().map(KernelCase::state);
    }

    private static Stream<KernelCase.Operand> inputs(List<Integer> sizes) {
        return sizes.stream().map(KernelCase::in);
    }

    private static KernelCase.Operand[] operands(Stream<KernelCase.Operand> several, KernelCase.Operand last) {
        return Stream.concat(several, Stream.of(last)).toArray(KernelCase.Operand[]::new);
    }
}
