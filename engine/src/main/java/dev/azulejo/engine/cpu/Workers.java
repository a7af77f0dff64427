package dev.azulejo.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed crew of threads for loops of independent tasks. The caller decides by shape what a task is, and each task
 * writes its own part of the output; the crew only decides who runs it, so its size changes no bit of any result.
 */
public final class Workers implements AutoCloseable {
    /** How often a waiting thread looks before it parks: some 20 microseconds, about what an unpark costs. */
    private static final int SPINS = 2_000;

    private final Thread[] helpers;
    private volatile Job job;
    private volatile boolean closed;
    private boolean running;

    /**
     * A loop that is running. Its counters are its own: a helper that wakes late finds nothing left in it, and nobody
     * waits for that helper. (Waiting for all of them cost a wake-up, some 50 microseconds, wherever a loop came after a
     * pause, as once a row in sampling.)
     */
    private record Job(
            int tasks,
            IntConsumer body,
            Thread caller,
            AtomicInteger next,
            AtomicInteger done,
            AtomicReference<Throwable> failure) {}

    /**
     * Starts a crew.
     *
     * @param threads threads that work, the caller's included, at least 1
     * @throws IllegalArgumentException if there is less than one thread
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + "; expected at least 1");
        }
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform()
                    .daemon()
                    .name("azulejo-worker-" + (i + 1))
                    .start(this::help);
        }
    }

    /**
     * Number of threads, the caller's included.
     *
     * @return the number of threads
     */
    public int threads() {
        return helpers.length + 1;
    }

    /**
     * Runs {@code body} for 0 to {@code tasks - 1}, in any order and on any thread, and returns when all are done. A call
     * from within a task runs on that thread alone. The first exception of a task is thrown again here.
     *
     * @param tasks number of tasks
     * @param body what a task does
     */
    public void run(int tasks, IntConsumer body) {
        if (tasks <= 1 || helpers.length == 0 || running) {
            for (int i = 0; i < tasks; i++) {
                body.accept(i);
            }
            return;
        }
        running = true;
        try {
            var failure = new AtomicReference<Throwable>();
            Job mine = new Job(tasks, body, Thread.currentThread(), new AtomicInteger(), new AtomicInteger(), failure);
            job = mine;
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
            work(mine);
            for (int spin = 0; mine.done.get() < tasks; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            job = null;
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        } finally {
            running = false;
        }
    }

    /** Runs what is left of a job; after a failure its tasks are only counted. */
    private static void work(Job job) {
        for (int i = job.next.getAndIncrement(); i < job.tasks; i = job.next.getAndIncrement()) {
            try {
                if (job.failure.get() == null) {
                    job.body.accept(i);
                }
            } catch (Throwable e) {
                job.failure.compareAndSet(null, e);
            }
            if (job.done.incrementAndGet() == job.tasks && Thread.currentThread() != job.caller) {
                LockSupport.unpark(job.caller);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // The same job again, not an equal one.
    private void help() {
        Job last = null;
        while (true) {
            Job found = job;
            for (int spin = 0; (found == null || found == last) && !closed; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
                found = job;
            }
            if (closed) {
                return;
            }
            last = found;
            work(found);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
