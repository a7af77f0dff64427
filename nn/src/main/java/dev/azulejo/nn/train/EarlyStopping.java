package dev.azulejo.nn.train;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.run.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Ends training once a figure of held-out data has not fallen for some steps, and keeps the weights of the step at which it
 * was lowest: {@code best.safetensors} in each later checkpoint, which is then the model to use.
 *
 * <p>The figure is measured at every fifth part of these steps, whatever else is measured. What is decided is a function of
 * the lines of {@code metrics.jsonl}, so a run that was stopped goes on to the same end.
 */
public final class EarlyStopping {
    private static final int MEASURED = 5;

    private final String figure;
    private final long patience;
    private final List<Tensor> weights = new ArrayList<>();
    private final Parameters best = new Parameters();
    private long bestStep;
    private double lowest = Double.POSITIVE_INFINITY;
    private long measured;

    /**
     * What has seen nothing yet.
     *
     * @param engine where the weights live
     * @param weights those to keep, as they are evaluated
     * @param figure name of the figure of {@link Trainer#evaluate}
     * @param patience steps without a lower figure after which training ends, at least 1
     */
    public EarlyStopping(Engine engine, Parameters weights, String figure, long patience) {
        this.figure = figure;
        this.patience = patience;
        for (Parameter parameter : weights) {
            Tensor value = parameter.value();
            Tensor copy = engine.state(value.shape(), value.toArray());
            this.weights.add(value);
            if (parameter.learned()) {
                best.learned(parameter.name(), copy, parameter.layout());
            } else {
                best.state(parameter.name(), copy, parameter.layout());
            }
        }
    }

    /** {@return the step at which the figure was lowest; 0 if it was never measured} */
    public long step() {
        return bestStep;
    }

    /** {@return the lowest figure, if it was measured} */
    public OptionalDouble lowest() {
        return bestStep == 0 ? OptionalDouble.empty() : OptionalDouble.of(lowest);
    }

    /** {@return the weights of that step, under the names of those that they are copies of} */
    Parameters best() {
        return best;
    }

    /** Whether the figure is to be measured after a step. */
    boolean due(long step) {
        return step % Math.max(1, patience / MEASURED) == 0;
    }

    /** Whether training is to end after a step. */
    boolean over() {
        return bestStep > 0 && measured - bestStep >= patience;
    }

    /** Takes up where the lines of a run end; the weights are those of its checkpoint. */
    void resume(Metrics log) {
        for (Metrics.Line line : log.read()) {
            see(line.step(), line.values());
        }
    }

    /** Keeps the weights if they are the best so far. */
    void evaluated(long step, Map<String, Double> figures) {
        if (see(step, figures)) {
            int next = 0;
            for (Parameter parameter : best) {
                parameter.value().set(weights.get(next++).toArray());
            }
        }
    }

    private boolean see(long step, Map<String, Double> figures) {
        Double value = figures.get(figure);
        if (value == null || !due(step)) {
            return false;
        }
        measured = step;
        boolean better = value < lowest;
        if (better) {
            bestStep = step;
            lowest = value;
        }
        return better;
    }
}
