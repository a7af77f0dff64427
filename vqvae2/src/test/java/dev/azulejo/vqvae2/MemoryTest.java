package dev.azulejo.vqvae2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Program;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Sequential;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a chain of residual blocks holds at its peak. */
class MemoryTest {
    private static final Shape SHAPE = Shape.of(1, 8, 8, 16);
    private static final long ACTIVATION = 4L * SHAPE.size();

    /** The two inputs of its convolutions; neither its own input and output, nor gradients of activations. */
    @Test
    void aBlockAddsTwoActivationsToATrainingStep() {
        assertThat(training(5) - training(4)).isEqualTo(2 * ACTIVATION);
    }

    @Test
    void aBlockAddsNothingToInference() {
        assertThat(inference(5)).isEqualTo(inference(4)).isEqualTo(3 * ACTIVATION);
        assertThat(eagerInference(5)).isEqualTo(eagerInference(4)).isEqualTo(5 * ACTIVATION);
    }

    private static long training(int blocks) {
        try (Engine engine = new Engine(Backends.choose("vector", 2))) {
            Sequential chain = chain(engine, blocks);
            Tensor x = engine.state(SHAPE, new float[SHAPE.size()]);
            return Program.of(engine, () -> {
                        try (Tape tape = engine.tape()) {
                            tape.backward(chain.forward(x).sum());
                            return Map.of();
                        }
                    })
                    .bytes();
        }
    }

    private static long inference(int blocks) {
        try (Engine engine = new Engine(Backends.choose("vector", 2))) {
            Sequential chain = chain(engine, blocks);
            Tensor x = engine.state(SHAPE, new float[SHAPE.size()]);
            return Program.of(engine, () -> Map.of("y", chain.forward(x))).bytes();
        }
    }

    private static long eagerInference(int blocks) {
        try (Engine engine = new Engine(Backends.choose("vector", 2))) {
            Sequential chain = chain(engine, blocks);
            try (Scope _ = engine.scope()) {
                Tensor y = chain.forward(engine.full(SHAPE, 1));
                assertThat(y.shape()).isEqualTo(SHAPE);
            }
            return engine.pooledBytes();
        }
    }

    private static Sequential chain(Engine engine, int blocks) {
        Initializer init = new Initializer(engine, 0);
        Sequential chain = new Sequential();
        for (int i = 0; i < blocks; i++) {
            chain.then(new ResBlock(SHAPE.channels(), SHAPE.channels(), init));
        }
        return chain;
    }
}
