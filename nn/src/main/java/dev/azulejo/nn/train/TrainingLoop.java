package dev.azulejo.nn.train;

import dev.azulejo.engine.Scope;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.Previews;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunLock;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one loop that both stages train with: steps, metrics, checkpoints, and a way back in after a stop.
 *
 * <p>A run that goes on from a checkpoint leaves the same weights, optimiser state and metrics as one that was never
 * stopped, bit for bit: what a step does depends on the state, the seed and its number alone, and lines of metrics are
 * written by its number alone. What was done after the newest checkpoint is done again.
 */
public final class TrainingLoop {
    private final RunDirectory run;
    private final Trainer trainer;
    private final LoopOptions options;
    private final Progress progress;
    private final Divergence divergence;

    /** The reason why the loop ended. */
    public enum End {
        /** The last step is done. */
        FINISHED,
        /** A figure of held-out data has not fallen for as long as {@link EarlyStopping} waits. */
        NO_BETTER,
        /** It was asked to stop. */
        STOPPED,
        /** The time was over. */
        OUT_OF_TIME
    }

    /**
     * The end of the loop: the step, the reason and the last figures; a checkpoint of that step is on the disk.
     *
     * @param step the last step done
     * @param end why it ended
     * @param metrics figures of the last step
     * @param itemsPerSecond over this call's steps but the first, without time spent on checkpoints and evaluation; 0 if
     *     there were fewer than two
     */
    public record Outcome(long step, End end, Map<String, Double> metrics, double itemsPerSecond) {}

    /**
     * A loop; nothing happens yet.
     *
     * @param run where checkpoints and metrics go
     * @param trainer what is trained
     * @param options when to report, save and end
     * @param progress is told what happens
     */
    public TrainingLoop(RunDirectory run, Trainer trainer, LoopOptions options, Progress progress) {
        this.run = run;
        this.trainer = trainer;
        this.options = options;
        this.progress = progress;
        this.divergence = new Divergence(run);
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the last step, the limit or a request to stop.
     *
     * @return where it ended
     * @throws UserException if the run is being trained already, or a file cannot be read or written
     * @throws DivergedException if a figure or a weight is no longer finite, or the loss is above a million times what it
     *     was in the first step
     */
    public Outcome run() {
        try (RunLock _ = run.lock()) {
            Checkpoints.of(run).sweep();
            Checkpoints.Choice choice = Checkpoints.of(run).find();
            choice.warnings().forEach(progress::warned);
            Optional<Checkpoint> latest = choice.checkpoint();
            latest.ifPresent(checkpoint -> {
                checkpoint.restore(trainer);
                Checkpoints.of(run).prune(checkpoint, options.keep());
            });
            long start = latest.map(Checkpoint::step).orElse(0L);
            rewind(latest);
            Previews.of(run).dropAfter(start);
            if (start > 0) {
                divergence.resume();
            }
            trainer.earlyStopping().filter(_ -> start > 0).ifPresent(stopping -> stopping.resume(run.metrics()));
            progress.started(start, options.steps());
            PeerSteps peers = PeerSteps.lead(trainer, start);
            boolean over = isOver();
            if (start >= options.steps() || over) {
                peers.end();
                End end = over ? End.NO_BETTER : End.FINISHED;
                tell(start, end);
                return new Outcome(start, end, latest.get().metrics(), 0);
            }
            return train(start, peers);
        }
    }

    private boolean isMeasured(long step) {
        return (options.evaluateEvery() > 0 && step % options.evaluateEvery() == 0)
                || trainer.earlyStopping()
                        .filter(stopping -> stopping.due(step))
                        .isPresent();
    }

    private boolean isShown(long step, End end) {
        boolean last = end == End.FINISHED || end == End.NO_BETTER;
        return last
                || trainer.preview()
                        .filter(preview -> step >= preview.from() && Previews.due(step))
                        .isPresent();
    }

    private void show(long step) {
        trainer.preview().ifPresent(preview -> {
            Previews previews = Previews.of(run);
            try (Scope _ = trainer.engine().scope()) {
                if (!Files.exists(previews.wanted())) {
                    previews.writeWanted(preview.wanted().get());
                }
                previews.write(step, preview.made().get());
            }
        });
    }

    private void tell(long step, End end) {
        if (end == End.NO_BETTER) {
            EarlyStopping stopping = trainer.earlyStopping().orElseThrow();
            progress.noBetter(step, stopping.step(), stopping.lowest().orElseThrow());
        }
    }

    private boolean isOver() {
        return trainer.earlyStopping().filter(EarlyStopping::over).isPresent();
    }

    /** Drops the lines of steps that will be done again. */
    private void rewind(Optional<Checkpoint> from) {
        Metrics log = run.metrics();
        Optional<Long> length = from.flatMap(Checkpoint::logLength);
        if (length.isPresent() && length.get() >= 0) {
            log.cut(length.get());
            return;
        }
        log.truncateAfter(from.map(Checkpoint::step).orElse(0L));
        if (length.isPresent()) {
            progress.warned(log.file() + ": is not as it was written, so figures of steps up to "
                    + from.get().step() + " may be wrong or missing; training goes on from "
                    + from.get().folder() + " all the same");
        }
    }

    private Outcome train(long start, PeerSteps peers) {
        Stopwatch watch = new Stopwatch(trainer.itemsPerStep());
        long saved = System.nanoTime();
        for (long step = start + 1; ; step++) {
            End end = null;
            Map<String, Double> metrics = null;
            boolean save;
            boolean measured = isMeasured(step);
            peers.next();
            StepEvent event = new StepEvent(step, trainer.itemsPerStep());
            event.begin();
            try (Scope _ = trainer.engine().scope()) {
                Scalars scalars = trainer.step(step);
                end = end(step, watch);
                save = end != null || due(step, saved);
                boolean log = step % options.logEvery() == 0 || step == 1;
                if (log || save || measured) {
                    metrics = read(step, scalars);
                }
                event.commit();
                watch.stepped();
                progress.stepped(step, options.steps());
                if (log) {
                    run.metrics().append(step, metrics);
                }
                if (log || end != null) {
                    progress.reported(new Progress.Report(step, options.steps(), metrics, watch.lap()));
                }
            }
            if (measured) {
                evaluate(step);
                watch.pause();
                if (isOver()) {
                    end = End.NO_BETTER;
                    save = true;
                }
            }
            if (isShown(step, end)) {
                show(step);
                watch.pause();
            }
            if (save) {
                divergence.requireFinite(step, trainer.parameters());
                run.metrics().sync();
                Checkpoint checkpoint = Checkpoints.of(run).save(step, trainer, metrics, options.keep());
                progress.saved(step, checkpoint.folder());
                saved = System.nanoTime();
                watch.pause();
            }
            if (end != null) {
                peers.end();
                tell(step, end);
                return new Outcome(step, end, metrics, watch.total());
            }
        }
    }

    private End end(long step, Stopwatch watch) {
        if (step >= options.steps()) {
            return End.FINISHED;
        }
        if (options.stop().getAsBoolean()) {
            return End.STOPPED;
        }
        boolean late =
                options.limit() != null && watch.sinceStart() >= options.limit().toNanos();
        return late ? End.OUT_OF_TIME : null;
    }

    private boolean due(long step, long saved) {
        boolean bySteps = options.checkpointEvery() > 0 && step % options.checkpointEvery() == 0;
        Duration after = options.checkpointAfter();
        return bySteps || (after != null && System.nanoTime() - saved >= after.toNanos());
    }

    private void evaluate(long step) {
        Map<String, Double> figures;
        try (Scope _ = trainer.engine().scope()) {
            figures = trainer.evaluate(step);
        }
        divergence.requireFinite(step, figures);
        if (!figures.isEmpty()) {
            run.metrics().append(step, figures);
            trainer.earlyStopping().ifPresent(stopping -> stopping.evaluated(step, figures));
            progress.evaluated(step, figures);
        }
    }

    /** Reads the scalars of a step, which waits for them. */
    private Map<String, Double> read(long step, Scalars scalars) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        // Short in JSON: 0.1, not 0.10000000149.
        scalars.read().forEach((name, value) -> metrics.put(name, Double.parseDouble(Float.toString(value))));
        divergence.requireSound(step, metrics);
        return metrics;
    }
}
