package dev.azulejo.spark;

import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.Checkpoints;
import dev.azulejo.nn.train.Progress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells the driver's terminal what the first worker writes into the log of the run. */
final class MetricsTail implements AutoCloseable {
    private final RunDirectory run;
    private final int steps;
    private final int items;
    private final Progress progress;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().unstarted(task));
    private long told;
    private long since = System.nanoTime();

    private MetricsTail(RunDirectory run, int steps, int items, Progress progress) {
        this.items = items;
        this.run = run;
        this.steps = steps;
        this.progress = progress;
        this.told = Checkpoints.of(run).step();
    }

    static MetricsTail follow(RunDirectory run, int steps, int items, Progress progress) {
        MetricsTail tail = new MetricsTail(run, steps, items, progress);
        progress.started(tail.told, steps);
        var _ = tail.thread.scheduleWithFixedDelay(tail::look, 1, 1, TimeUnit.SECONDS);
        return tail;
    }

    private void look() {
        List<Metrics.Line> lines = run.metrics().read().stream()
                .filter(line -> line.step() > told && line.values().containsKey("loss"))
                .toList();
        if (!lines.isEmpty()) {
            Metrics.Line last = lines.getLast();
            double seconds = (System.nanoTime() - since) / 1e9;
            progress.reported(
                    new Progress.Report(last.step(), steps, last.values(), items * (last.step() - told) / seconds));
            progress.stepped(last.step(), steps);
            told = last.step();
            since = System.nanoTime();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
