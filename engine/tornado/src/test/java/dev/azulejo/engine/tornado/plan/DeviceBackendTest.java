package dev.azulejo.engine.tornado.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.program.Program;
import dev.azulejo.engine.tornado.Descent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on a device of its own memory, single calls on the CPU: the newest content is always found. */
class DeviceBackendTest {
    private static final int STEPS = 5;

    /** A layer that learns, on an engine of its own. */
    private static final class Learner implements AutoCloseable {
        private final Engine engine;
        private final Tensor x;
        private final Tensor w;
        private final Tensor wanted;
        private final Program step;
        private final Program loss;

        private Learner(Engine engine) {
            this.engine = engine;
            x = engine.state(Shape.of(9, 5), Descent.values(45, 0));
            w = engine.parameter(Shape.of(5, 3), Descent.values(15, 2));
            wanted = engine.state(Shape.of(9, 3), Descent.values(27, 3));
            step = Program.of(engine, () -> Descent.step(engine, x, w, wanted));
            loss = Program.of(engine, () -> Map.of("loss", x.linear(w, null).meanSquaredError(wanted)));
        }

        private float learn(int seed) {
            x.set(Descent.values(45, seed));
            return step.run().get("loss").item();
        }

        private float measure() {
            return loss.run().get("loss").item();
        }

        private void halve() {
            engine.backend()
                    .elementwise()
                    .scale(0.5f, w.buffer(), w.buffer(), w.shape().size());
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private final EmulatedAccelerator device = new EmulatedAccelerator(3);
    private final Learner here = new Learner(new Engine(new ScalarBackend()));
    private final Learner there = new Learner(new Engine(new DeviceBackend(device, new ScalarBackend())));

    private void assertSameWeights() {
        float[] expected = here.w.toArray();
        float[] found = there.w.toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void stepsAreThoseOfTheCpu(int tasks) {
        EmulatedAccelerator other = new EmulatedAccelerator(tasks);
        try (Learner learner = new Learner(new Engine(new DeviceBackend(other, new ScalarBackend())))) {
            for (int i = 0; i < STEPS; i++) {
                assertThat(learner.learn(10 + i)).isCloseTo(here.learn(10 + i), within(1e-4f));
            }
        }
        int launches = other.layouts.getFirst().parts().stream()
                .mapToInt(part -> part.launches().size())
                .sum();
        assertThat(other.layouts.getFirst().parts()).hasSize(Math.ceilDiv(launches, tasks));
    }

    @Test
    void weightsGoUpOnceAndInputsEachTime() {
        for (int i = 0; i < STEPS; i++) {
            here.learn(i);
            there.learn(i);
        }
        assertThat(device.counts).containsEntry("inputs", STEPS).containsEntry("upload 0", 1);
        assertThat(device.counts).as("the loss of each step").containsEntry("fetch", STEPS);
        assertSameWeights();
    }

    @Test
    void whatTheHostSetsIsSeen() {
        here.learn(1);
        there.learn(1);
        here.w.set(Descent.values(15, 7));
        there.w.set(Descent.values(15, 7));
        assertThat(there.learn(2)).isCloseTo(here.learn(2), within(1e-4f));
        assertSameWeights();
    }

    @Test
    void programsSeeWhatEachOtherChanged() {
        for (int i = 0; i < STEPS; i++) {
            here.learn(i);
            there.learn(i);
            assertThat(there.measure()).isCloseTo(here.measure(), within(1e-4f));
        }
        assertSameWeights();
    }

    @Test
    void singleCallsSeeWhatProgramsChangedAndTheOtherWayRound() {
        for (int i = 0; i < STEPS; i++) {
            here.learn(i);
            there.learn(i);
            here.halve();
            there.halve();
        }
        assertSameWeights();
        assertThat(there.measure()).isCloseTo(here.measure(), within(1e-4f));
    }

    @Test
    void nothingIsDoneBeforeTheFirstRun() {
        assertThat(device.counts).isEmpty();
        assertThat(device.layouts).isEmpty();
    }
}
