package dev.azulejo.engine.tornado;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import java.util.Map;

/** The smallest step of training: a linear layer that goes down its gradient. */
public final class Descent {
    private Descent() {}

    /** {@return the loss of w, {@code [5,3]}, which is moved} */
    public static Map<String, Tensor> step(Engine engine, Tensor x, Tensor w, Tensor wanted) {
        try (Tape tape = engine.tape()) {
            Tensor loss = x.linear(w, null).meanSquaredError(wanted);
            tape.backward(loss);
            engine.backend()
                    .elementwise()
                    .linear(
                            1,
                            w.buffer(),
                            -0.2f,
                            tape.gradient(w).buffer(),
                            w.buffer(),
                            w.shape().size());
            return Map.of("loss", tape.keep(loss));
        }
    }

    /** {@return n values, others for another seed} */
    public static float[] values(int n, int seed) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) Math.sin(i * 0.37 + seed) * 0.4f;
        }
        return values;
    }
}
