package dev.azulejo.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed crew of threads for loops of independent tasks. The caller decides what a task is, and each task
 * writes its own part of the output; the crew decides who runs it. What is summed together is decided by shape alone, so the
 * crew's size changes no bit of any result.
 */
public final class Workers implements AutoCloseable {
    /** The number of times a waiting thread looks before it parks: about 20 microseconds, about what an unpark costs. */
    private static final int SPINS = 2_000;

    /** Ints between the counters of a job: no two in a cache line, nor in the pair of lines that is fetched at a time. */
    private static final int APART = 32;

    private final Helper[] helpers;
    private volatile Job job;
    private volatile boolean closed;
    private boolean running;

    /** A thread of the crew, and whether it must be woken. */
    private static final class Helper {
        final Thread thread;
        volatile boolean parked;

        Helper(Workers crew, int index) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("azulejo-worker-" + index)
                    .unstarted(() -> crew.help(this, index));
        }
    }

    /**
     * A loop that is running. Each thread first does a range of the tasks that is its own, so that from loop to loop it
     * meets the parts of the tensors that its core's cache holds, and then takes what is left of the others'. Between cores
     * that share no cache a line takes half a microsecond; so threads meet in counters as seldom as they can.
     *
     * <p>The counters are the job's own: a helper that wakes late finds nothing left in it, and nobody waits for that
     * helper. (Waiting for all of them cost a wake-up, about 50 microseconds, wherever a loop came after a pause, as once a
     * row in sampling.)
     *
     * @param tasks number of tasks
     * @param body what a task does
     * @param caller who waits for the last of them
     * @param threads number of ranges
     * @param taken how many tasks of each range have been taken
     * @param done how many tasks are done
     * @param failure the first exception
     */
    private record Job(
            int tasks,
            IntConsumer body,
            Thread caller,
            int threads,
            AtomicIntegerArray taken,
            AtomicInteger done,
            AtomicReference<Throwable> failure) {
        Job(int tasks, IntConsumer body, int threads) {
            var taken = new AtomicIntegerArray((threads + 1) * APART);
            this(tasks, body, Thread.currentThread(), threads, taken, new AtomicInteger(), new AtomicReference<>());
        }

        /** Runs what is left of the job, this thread's range first; after a failure its tasks are only counted. */
        void work(int thread) {
            int count = 0;
            for (int k = 0; k < threads; k++) {
                int range = (thread + k) % threads;
                int start = start(range);
                int size = start(range + 1) - start;
                int counter = (range + 1) * APART;
                for (int i = take(counter, size); i < size; i = take(counter, size)) {
                    run(start + i);
                    count++;
                }
            }
            if (count > 0 && done.addAndGet(count) == tasks && Thread.currentThread() != caller) {
                LockSupport.unpark(caller);
            }
        }

        private int start(int range) {
            return (int) ((long) tasks * range / threads);
        }

        private int take(int counter, int size) {
            return taken.getPlain(counter) < size ? taken.getAndIncrement(counter) : size;
        }

        private void run(int task) {
            try {
                if (failure.get() == null) {
                    body.accept(task);
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        }
    }

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
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(this, i + 1);
            helpers[i].thread.start();
        }
    }

    /** {@return the number of threads, the caller's included} */
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
            Job mine = new Job(tasks, body, threads());
            job = mine;
            for (Helper helper : helpers) {
                if (helper.parked) {
                    LockSupport.unpark(helper.thread);
                }
            }
            mine.work(0);
            for (int spin = 0; mine.done.get() < tasks; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            job = null;
            switch (mine.failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        } finally {
            running = false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // The same job again, not an equal one.
    private void help(Helper self, int index) {
        Job last = null;
        while (true) {
            Job found = job;
            for (int spin = 0; (found == null || found == last) && !closed; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else if (self.parked) {
                    LockSupport.park(this);
                } else {
                    self.parked = true; // Said before the last look for a job, so that no job is missed.
                }
                found = job;
            }
            self.parked = false;
            if (closed) {
                return;
            }
            last = found;
            found.work(index);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper.thread);
        }
    }
}
