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
                        (k, b) -> k.optimizers().adam(b[0], b[1], b[2], b[3], n, settings, b[4]),
                        state(n),
                        in(n),
                        state(n),
                        state(n),
                        given(3e-4, 0.271, 0.002997, 0.8)));
            }
        }
        for (float norm : new float[] {0.1f, 1e6f}) {
            cases.add(kernel(
                    "clipFactor " + norm,
                    100,
                    (k, b) -> k.optimizers().clipFactor(b[0], 100, norm, b[1], 3),
                    in(100, 0.1, 1),
                    state(4)));
        }
        return cases.stream();
    }
}
