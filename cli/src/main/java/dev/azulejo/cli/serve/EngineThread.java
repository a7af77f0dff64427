package dev.azulejo.cli.serve;

import dev.azulejo.engine.Engine;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The one engine, by one thread: requests wait in a queue, not too many and not too long. */
final class EngineThread implements AutoCloseable {
    /** The most requests that wait. */
    static final int WAITING = 16;

    /** The longest that a request waits and computes. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path run;
    private final MissingPriors priors;
    private final Engine engine;
    private final Duration patience;
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> Thread.ofPlatform().daemon().name("azulejo-engine").unstarted(task));

    /** Of the worker alone. */
    private OpenRun open;

    /** Runs of this engine, which it closes at the end. */
    EngineThread(Path run, MissingPriors priors, Engine engine, Duration patience) {
        this.run = run;
        this.priors = priors;
        this.engine = engine;
        this.patience = patience;
    }

    /** How many requests wait. */
    int waiting() {
        return worker.getQueue().size();
    }

    /**
     * When a request's time is over.
     *
     * @param nanos of the JVM's clock
     * @param patience how long it had
     */
    record Deadline(long nanos, Duration patience) {
        /** Refuses to go on when it is over: nobody waits any more. */
        void require() {
            if (System.nanoTime() - nanos > 0) {
                throw tooLong();
            }
        }

        Refusal tooLong() {
            return new Refusal(
                    Refusal.TOO_LONG,
                    "took longer than " + patience.toSeconds() + " s; ask for fewer images, or when fewer ask");
        }
    }

    /** What is computed with the newest checkpoint, in turn. */
    <T> T ask(Function<OpenRun, T> work) {
        Deadline deadline = new Deadline(System.nanoTime() + patience.toNanos(), patience);
        Future<T> answer;
        try {
            answer = worker.submit(() -> {
                deadline.require();
                return work.apply(newest(deadline));
            });
        } catch (RejectedExecutionException _) {
            throw new Refusal(Refusal.BUSY, WAITING + " requests wait already; ask again later");
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(false);
            throw deadline.tooLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.BUSY, "the server ends");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private OpenRun newest(Deadline deadline) {
        ModelRun now = ModelRun.open(run);
        String version = RunState.version(now);
        if (open == null || !open.version().equals(version)) {
            open = new OpenRun(now, version, engine, priors);
        }
        open.begin(deadline);
        return open;
    }

    /** Waits for what is being computed, then ends the backend's threads. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (worker.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                engine.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
