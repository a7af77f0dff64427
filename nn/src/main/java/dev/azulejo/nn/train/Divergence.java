package dev.azulejo.nn.train;

import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.run.RunDirectory;
import java.util.Map;

/**
 * Tells training that has blown up: a figure or a weight is no number, or the loss is above {@link #MOST} times what it
 * was in the first step (or above that many itself, if it was below 1). A loss may rise a hundredfold and come back; from
 * there nothing does.
 */
final class Divergence {
    static final double MOST = 1e6;

    private final RunDirectory run;
    private double first = 1;

    Divergence(RunDirectory run) {
        this.run = run;
    }

    /** Training goes on: its first loss is in the log, if that is still there. */
    void resume() {
        run.metrics().read().stream()
                .filter(line -> line.step() == 1)
                .findFirst()
                .ifPresent(line -> begin(line.values()));
    }

    /** Refuses the figures of a step, the loss first. */
    void requireSound(long step, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw diverged(step, name + " is " + value);
            }
        });
        if (step == 1) {
            begin(figures);
        }
        figures.entrySet().stream().findFirst().ifPresent(loss -> {
            if (loss.getValue() > MOST * first) {
                throw diverged(step, loss.getKey() + " is " + loss.getValue());
            }
        });
    }

    /** Refuses figures of an evaluation. */
    void requireFinite(long step, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw diverged(step, name + " is " + value);
            }
        });
    }

    /** Refuses to save weights that could not be loaded again: the loss of a step is older than its update. */
    void requireFinite(long step, Parameters weights) {
        for (Parameter parameter : weights) {
            for (float value : parameter.value().toArray()) {
                if (!Float.isFinite(value)) {
                    throw diverged(step, parameter.name() + " holds " + value);
                }
            }
        }
    }

    private void begin(Map<String, Double> figures) {
        figures.values().stream().findFirst().ifPresent(loss -> first = Math.max(1, loss));
    }

    private DivergedException diverged(long step, String what) {
        String from = Checkpoints.of(run)
                .find()
                .checkpoint()
                .map(c -> "the checkpoint of step " + c.step() + " is still good")
                .orElse("there is no checkpoint yet");
        return new DivergedException(run.path() + ": step " + step + ": " + what + ", so the training has diverged ("
                + from + "); start another run with a lower learning rate or with clipped gradients");
    }
}
