package dev.azulejo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.tornado.LaunchingBackend;
import dev.azulejo.engine.tornado.TestDevices;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients by the kernels for TornadoVM, emulated, against the scalar ones, which are held to finite differences. */
class TornadoGradientTest {
    static List<GradientCases.Case> cases() {
        return GradientCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheScalarOnes(GradientCases.Case operation) {
        List<float[]> expected = gradients(new ScalarBackend(), operation);
        List<float[]> found = gradients(new LaunchingBackend(TestDevices.emulator()), operation);
        for (int i = 0; i < expected.size(); i++) {
            double error = 0;
            double norm = 0;
            for (int j = 0; j < expected.get(i).length; j++) {
                error += Math.pow((double) expected.get(i)[j] - found.get(i)[j], 2);
                norm += Math.pow(expected.get(i)[j], 2);
            }
            assertThat(Math.sqrt(error))
                    .as("gradient of input " + i)
                    .isLessThanOrEqualTo(1e-5 * Math.sqrt(norm) + 1e-6);
        }
    }

    private static List<float[]> gradients(Backend backend, GradientCases.Case operation) {
        try (Engine engine = new Engine(backend)) {
            return new GradientCheck(engine).gradients(operation);
        }
    }
}
