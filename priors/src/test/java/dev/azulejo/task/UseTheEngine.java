package dev.azulejo.task;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Linear;
import dev.azulejo.nn.Sequential;
import dev.azulejo.nn.Weights;
import dev.azulejo.nn.optim.Adam;
import java.nio.file.Path;
import java.util.Map;

/** Tensors, layers and gradients without any model of this library. */
final class UseTheEngine {
    private UseTheEngine() {}

    static float fit(Path file) {
        // @start region="fit"
        try (Engine engine = new Engine(Backends.choose())) {
            Initializer init = new Initializer(engine, 0);
            Sequential xor =
                    new Sequential().then(Linear.of(2, 16, init)).thenRelu().then(Linear.of(16, 1, init));
            Tensor x = engine.state(Shape.of(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
            Tensor y = engine.state(Shape.of(4, 1), 0, 1, 1, 0);
            Adam adam = new Adam(engine, xor.parameters(), Adam.Settings.adam());
            float error = Float.NaN;
            for (int step = 1; step <= 200; step++) {
                try (Tape tape = engine.tape()) {
                    Tensor loss = xor.forward(x).meanSquaredError(y);
                    tape.backward(loss);
                    adam.step(tape, step, 0.02);
                    error = loss.item();
                }
            }
            Weights.save(file, xor.parameters(), Map.of()); // load_file and load_state_dict read it in PyTorch
            return error;
        }
        // @end
    }
}
