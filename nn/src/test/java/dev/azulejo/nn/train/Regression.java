package dev.azulejo.nn.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Linear;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.Sequential;
import dev.azulejo.nn.optim.Adam;
import dev.azulejo.nn.optim.PolyakAverage;
import dev.azulejo.nn.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A tiny trainer: learns a linear map through two layers, with a batch drawn by (seed, step). */
final class Regression implements Trainer {
    private static final int BATCH = 16;

    private final Engine engine;
    private final long seed;
    private final Sequential model;
    private final Adam adam;
    private final PolyakAverage average;
    private final Schedule schedule = Schedule.cosine(0.02, 0.001, 100).withWarmUp(5);
    private final LongConsumer before;

    Regression(Engine engine, long seed, LongConsumer before) {
        this.engine = engine;
        this.seed = seed;
        this.before = before;
        Initializer init = new Initializer(engine, seed);
        model = new Sequential().then(Linear.of(3, 8, init)).then(Linear.of(8, 2, init));
        adam = new Adam(engine, parameters(), Adam.Settings.adamW(0.01).withMaxGradientNorm(1));
        average = new PolyakAverage(engine, parameters(), 0.99);
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public Parameters optimizer() {
        return adam.state();
    }

    @Override
    public Optional<PolyakAverage> average() {
        return Optional.of(average);
    }

    @Override
    public int itemsPerStep() {
        return BATCH;
    }

    @Override
    public Scalars step(long step) {
        before.accept(step);
        float[] inputs = new float[BATCH * 3];
        Philox.normals(seed, 99, step, 0, inputs, 0, inputs.length);
        float[] targets = new float[BATCH * 2];
        for (int i = 0; i < BATCH; i++) {
            targets[2 * i] = inputs[3 * i] - 2 * inputs[3 * i + 1];
            targets[2 * i + 1] = 0.5f * inputs[3 * i + 2] + 1;
        }
        try (Tape tape = engine.tape()) {
            Tensor x = engine.tensor(Shape.of(BATCH, 3), inputs);
            Tensor y = engine.tensor(Shape.of(BATCH, 2), targets);
            Tensor loss = model.forward(x).meanSquaredError(y);
            tape.backward(loss);
            adam.step(tape, step, schedule.rate(step));
            average.update(step);
            return new Scalars(List.of("loss", "twice"), tape.keep(Scalars.gather(loss, loss.scale(2))));
        }
    }

    /** An image of grey levels, of the averaged weights. */
    @Override
    public Optional<Preview> preview() {
        Tensor weights = model.parameters().get("0.weight").value();
        return Optional.of(new Preview(2, () -> engine.tensor(Shape.of(1, 1, 1, 1), 1), () -> {
            try (PolyakAverage.Applied _ = average.apply()) {
                return engine.tensor(Shape.of(2, 2, 2, 1), Arrays.copyOf(weights.toArray(), 8))
                        .scale(0.5f);
            }
        }));
    }

    @Override
    public Map<String, Double> evaluate(long step) {
        try (PolyakAverage.Applied _ = average.apply()) {
            float first = model.parameters().get("0.weight").value().toArray()[0];
            return Map.of("first", Double.valueOf(first));
        }
    }
}
