package dev.azulejo.cli.advice;

import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.train.PriorTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Warns once when a prior has begun to learn by heart: held-out nats rise again and again while those learned from fall. */
public final class OverfittingWarning implements Progress {
    /** One rise may be noise. */
    private static final int RISES = 3;

    private final String name;
    private final Metrics metrics;
    private final Consumer<String> warning;
    private final List<Measured> measured = new ArrayList<>();
    private boolean warned;

    private record Measured(long step, double heldOut, double learned) {}

    /**
     * What watches a prior.
     *
     * @param name what it is called
     * @param metrics of its run, which may have begun earlier
     * @param warning told once
     */
    public OverfittingWarning(String name, Metrics metrics, Consumer<String> warning) {
        this.name = name;
        this.metrics = metrics;
        this.warning = warning;
    }

    @Override
    public void started(long step, long steps) {
        metrics.read().forEach(line -> see(line.step(), line.values()));
        // What was so before this call has been said by an earlier one.
        warned = isLearning();
    }

    @Override
    public void evaluated(long step, Map<String, Double> figures) {
        see(step, figures);
        if (!warned && isLearning()) {
            warned = true;
            Measured best = measured.stream()
                    .min(Comparator.comparingDouble(Measured::heldOut))
                    .orElseThrow();
            warning.accept(String.format(
                    Locale.ROOT,
                    "%s learns by heart: held-out nats per code rose %d times in a row, from %.4f after step %d to"
                            + " %.4f after step %d, while those of images learned from fell; take about %d steps, more"
                            + " dropout, or --set stop_after=%d",
                    name,
                    RISES,
                    best.heldOut(),
                    best.step(),
                    measured.getLast().heldOut(),
                    step,
                    best.step(),
                    Math.max(1, best.step() / 5)));
        }
    }

    private void see(long step, Map<String, Double> figures) {
        Double heldOut = figures.get(PriorTrainer.HELD_OUT);
        Double learned = figures.get(PriorTrainer.TRAIN);
        if (heldOut != null && learned != null) {
            measured.add(new Measured(step, heldOut, learned));
        }
    }

    private boolean isLearning() {
        int last = measured.size() - 1;
        for (int i = last; i > last - RISES; i--) {
            if (i < 1
                    || measured.get(i).heldOut() <= measured.get(i - 1).heldOut()
                    || measured.get(i).learned() >= measured.get(i - 1).learned()) {
                return false;
            }
        }
        return true;
    }
}
