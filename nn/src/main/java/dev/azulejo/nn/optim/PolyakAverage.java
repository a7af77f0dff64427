package dev.azulejo.nn.optim;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * An exponential moving average of the weights, with which a model samples and evaluates better than with the last ones
 * (Polyak and Juditsky 1992; PixelCNN++ and PixelSNAIL average so).
 *
 * <p>After update t: average += (1 - d) (weight - average) with d = min(decay, (1 + t) / (10 + t)), so that the average
 * forgets the first weights quickly. Only learned parameters are averaged; state, as an EMA codebook, is taken as it is.
 */
public final class PolyakAverage {
    /** The decay of PixelCNN++ (arXiv 1701.05517). */
    public static final double DECAY = 0.9995;

    private final Engine engine;
    private final Parameters parameters;
    private final double decay;
    private final List<Slot> slots = new ArrayList<>();
    private final Tensor share;

    private record Slot(Tensor weights, Tensor average) {}

    /** The model runs on its averages until this is closed. */
    public interface Applied extends AutoCloseable {
        /** Puts the weights back. */
        @Override
        void close();
    }

    /**
     * An average that starts at the present weights.
     *
     * @param engine where they live
     * @param parameters those of a model
     * @param decay share of the old average that a late update leaves, in [0, 1)
     * @throws IllegalArgumentException if the decay is out of its range
     */
    public PolyakAverage(Engine engine, Parameters parameters, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("polyak: decay " + decay + "; expected at least 0 and below 1");
        }
        this.engine = engine;
        this.parameters = parameters;
        this.decay = decay;
        this.share = engine.state(Shape.of(1), 0);
        for (Parameter parameter : parameters.learned()) {
            Tensor weights = parameter.value();
            slots.add(new Slot(weights, engine.state(weights.shape(), weights.toArray())));
        }
    }

    /**
     * Moves the average towards the weights; to be called after each update of them.
     *
     * @param step number of the update, from 1 on
     */
    public void update(long step) {
        prepare(step);
        update();
    }

    /**
     * Sets the share of a step, before a step that is replayed.
     *
     * @param step number of the update, from 1 on
     */
    public void prepare(long step) {
        share.set((float) (1 - Math.min(decay, (1.0 + step) / (10.0 + step))));
    }

    /** Moves the averages by the share that was {@link #prepare prepared}. */
    public void update() {
        engine.backend()
                .optimizers()
                .average(
                        slots.stream().map(slot -> slot.average.buffer()).toList(),
                        slots.stream().map(slot -> slot.weights.buffer()).toList(),
                        slots.stream().map(slot -> slot.weights.shape().size()).toList(),
                        share.buffer());
    }

    /**
     * Runs the model on its averages until the result is closed; no update may happen meanwhile.
     *
     * @return what puts the weights back
     */
    public Applied apply() {
        swap();
        return new Applied() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    swap();
                }
            }
        };
    }

    private void swap() {
        for (Slot slot : slots) {
            try (Scope _ = engine.scope()) {
                int n = slot.weights.shape().size();
                Buffer weights = slot.weights.buffer();
                Buffer average = slot.average.buffer();
                Buffer aside = engine.allocate(slot.weights.shape()).buffer();
                engine.backend().memory().copy(weights, 0, aside, 0, n);
                engine.backend().memory().copy(average, 0, weights, 0, n);
                engine.backend().memory().copy(aside, 0, average, 0, n);
            }
        }
    }

    /**
     * The averaged model under the names of its parameters: averages of what is learned, and the model's own state. A
     * file of these loads into the model as any other; overwriting the averages restores them.
     *
     * @return the list
     */
    public Parameters parameters() {
        Parameters list = new Parameters();
        int next = 0;
        for (Parameter parameter : parameters) {
            if (parameter.learned()) {
                list.learned(parameter.name(), slots.get(next++).average, parameter.layout());
            } else {
                list.state(parameter.name(), parameter.value(), parameter.layout());
            }
        }
        return list;
    }
}
