package dev.azulejo.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    /** A small network that learns by plain gradient descent. */
    private static final class Net implements AutoCloseable {
        final Engine engine;
        final Tensor images;
        final Tensor first;
        final Tensor second;
        final Tensor bias;

        Net(String backend) {
            engine = new Engine(backend.equals("scalar") ? new ScalarBackend() : new VectorBackend(2));
            images = engine.state(Shape.of(2, 8, 8, 3), values(2 * 8 * 8 * 3, 1));
            first = engine.parameter(Shape.of(3, 3, 3, 16), values(3 * 3 * 3 * 16, 2));
            bias = engine.parameter(Shape.of(16), values(16, 3));
            second = engine.parameter(Shape.of(1, 1, 16, 3), values(16 * 3, 4));
        }

        static float[] values(int n, int seed) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) Math.sin(i * 0.37 + seed) * 0.4f;
            }
            return values;
        }

        Map<String, Tensor> step() {
            try (Tape tape = engine.tape()) {
                Tensor hidden = images.conv2d(first, bias, Convolution.of(1, 1).withRelu());
                Tensor doubled = hidden.times(hidden).plus(hidden);
                Tensor loss = doubled.conv2d(second, null, Convolution.of(1, 0)).meanSquaredError(images);
                tape.keep(hidden);
                tape.backward(loss);
                for (Tensor weights : new Tensor[] {first, second, bias}) {
                    int n = weights.shape().size();
                    engine.backend()
                            .elementwise()
                            .linear(
                                    1,
                                    weights.buffer(),
                                    -0.1f,
                                    tape.gradient(weights).buffer(),
                                    weights.buffer(),
                                    n);
                }
                Map<String, Tensor> results = new HashMap<>();
                results.put("loss", tape.keep(loss));
                results.put("hidden", hidden);
                return results;
            }
        }

        Map<String, Tensor> gradients() {
            try (Tape tape = engine.tape()) {
                Tensor hidden = images.conv2d(first, bias, Convolution.of(1, 1).withRelu());
                Tensor loss = hidden.conv2d(second, null, Convolution.of(1, 0)).meanSquaredError(images);
                tape.backward(tape.keep(loss));
                Map<String, Tensor> results = new HashMap<>();
                results.put("first", tape.keep(tape.gradient(first)));
                results.put("second", tape.keep(tape.gradient(second)));
                results.put("bias", tape.keep(tape.gradient(bias)));
                results.put("loss", loss);
                return results;
            }
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void aReplayHasTheBitsOfEagerSteps(String backend) {
        try (Net eager = new Net(backend);
                Net replayed = new Net(backend)) {
            Program program = Program.of(replayed.engine, replayed::step);
            assertThat(replayed.first.toArray()).isEqualTo(eager.first.toArray()); // Nothing was computed yet.
            for (int step = 0; step < 5; step++) {
                float[] images = Net.values(2 * 8 * 8 * 3, 10 + step);
                eager.images.set(images);
                replayed.images.set(images);
                try (var _ = eager.engine.scope()) {
                    Map<String, Tensor> expected = eager.step();
                    Map<String, Tensor> found = program.run();
                    assertThat(found.get("loss").item())
                            .isEqualTo(expected.get("loss").item());
                    assertThat(found.get("hidden").toArray())
                            .isEqualTo(expected.get("hidden").toArray());
                }
                assertThat(replayed.first.toArray()).isEqualTo(eager.first.toArray());
                assertThat(replayed.second.toArray()).isEqualTo(eager.second.toArray());
                assertThat(replayed.bias.toArray()).isEqualTo(eager.bias.toArray());
            }
        }
    }

    @Test
    void memoryIsPlannedByLives() {
        try (Net net = new Net("scalar")) {
            Program program = Program.of(net.engine, net::step);
            assertThat(program.bytes()).isBetween(program.leastBytes(), program.leastBytes() * 5 / 4);
            assertThat(program.table())
                    .contains("convolutions.forward")
                    .contains(program.calls().size() + " calls");
        }
    }

    @Test
    void gradientsOfElementwiseFunctionsAreWrittenOverEachOther() {
        try (Net net = new Net("scalar")) {
            Tensor w = net.engine.parameter(Shape.of(1000), new float[1000]);
            Program program = Program.of(net.engine, () -> {
                try (Tape tape = net.engine.tape()) {
                    tape.backward(w.relu().elu().relu().elu().sum());
                    return Map.of("gradient", tape.keep(tape.gradient(w)));
                }
            });
            assertThat(program.bytes()).isBetween(5 * 4000L, 5 * 4000L + 40); // Four values and one gradient.
        }
    }

    @Test
    void variantsShareTheirMemory() {
        try (Net net = new Net("scalar")) {
            Steps steps = new Steps(net.engine);
            Program whole = steps.program("step", net::step);
            assertThat(steps.program("step", net::step)).isSameAs(whole);
            Program loss = steps.program(
                    "loss",
                    () -> Map.of(
                            "loss",
                            net.images
                                    .conv2d(net.first, null, Convolution.of(1, 1))
                                    .sum()));
            float first = loss.run().get("loss").item();
            whole.run();
            assertThat(loss.run().get("loss").item()).isNotEqualTo(first);
        }
    }

    @Test
    void hostValuesInAStepAreRefused() {
        try (Net net = new Net("scalar")) {
            refused(net, "host values", () -> Map.of("x", net.engine.tensor(Shape.of(1), 1)));
            refused(
                    net,
                    "host values",
                    () -> Map.of("x", net.images.scale(net.first.sum().item())));
            refused(net, "lasting", () -> Map.of("x", net.engine.state(Shape.of(1), 1)));
            IntTensor key = net.engine.intState(Shape.of(3), 1, 2, 3);
            refused(net, "host values", () -> {
                key.set(1, 2, 4);
                return Map.of();
            });
            try (var _ = net.engine.scope()) { // The engine goes on as if nothing had happened.
                assertThat(net.step().get("loss").item()).isPositive();
            }
        }
    }

    private static void refused(Net net, String why, Supplier<Map<String, Tensor>> body) {
        assertThatThrownBy(() -> Program.of(net.engine, body))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void listenersHearOfEveryCall() {
        try (Net net = new Net("scalar")) {
            Program program = Program.of(net.engine, net::step);
            List<Call> heard = new ArrayList<>();
            program.run((call, nanoseconds) -> heard.add(call));
            assertThat(heard).isEqualTo(program.calls());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void resultsAreHandedOverAsSoonAsTheyAreFinal(String backend) {
        try (Net eager = new Net(backend);
                Net replayed = new Net(backend)) {
            Program program = Program.of(replayed.engine, replayed::gradients);
            for (int step = 0; step < 3; step++) {
                eager.images.set(Net.values(2 * 8 * 8 * 3, 20 + step));
                replayed.images.set(Net.values(2 * 8 * 8 * 3, 20 + step));
                try (var _ = eager.engine.scope()) {
                    Map<String, Tensor> expected = eager.gradients();
                    Map<String, float[]> heard = new LinkedHashMap<>();
                    program.handOver((name, value) -> heard.put(name, value.toArray()));
                    assertThat(heard.keySet()).containsExactly("loss", "second", "bias", "first"); // as one walks back
                    heard.forEach((name, value) -> assertThat(value)
                            .as(name)
                            .isEqualTo(expected.get(name).toArray()));
                }
            }
            List<String> kernels = program.calls().stream().map(Call::name).toList();
            assertThat(kernels.indexOf("memory.copy")).isLessThan(kernels.size() - 4);
        }
    }
}
