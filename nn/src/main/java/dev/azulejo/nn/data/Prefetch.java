package dev.azulejo.nn.data;

import java.util.function.BooleanSupplier;

/**
 * Batches made ahead by one background thread, in order. The thread sleeps when enough are ready, and ends when this is
 * closed or when making a batch fails; the failure is thrown by {@link #next}.
 */
public final class Prefetch implements AutoCloseable {
    private final Batches batches;
    private final long firstStep;
    private final float[][] images;
    private final int[][] labels;
    private final Thread thread;

    // Guarded by this. Step s lies in slot s % slots while taken <= s - firstStep < made.
    private long made;
    private long taken;
    private boolean closed;
    private Throwable failure;

    Prefetch(Batches batches, long firstStep, int ahead) {
        if (firstStep < 0 || ahead < 1) {
            throw new IllegalArgumentException("Batches.prefetch: expected a first step from 0 and at least 1 batch"
                    + " ahead, found " + firstStep + " and " + ahead);
        }
        this.batches = batches;
        this.firstStep = firstStep;
        this.images = new float[ahead][batches.pixels()];
        this.labels = new int[ahead][batches.batchSize()];
        this.thread = Thread.ofPlatform().daemon().name("azulejo-prefetch").start(this::run);
    }

    /**
     * Gives the next batch, the same as {@link Batches#fill} of its step; waits until it is ready. For one
     * thread at a time.
     *
     * @param toImages receives the pixels
     * @param toLabels receives the labels
     * @return the batch's step
     * @throws IllegalStateException if this is closed, or the waiting thread interrupted
     * @throws RuntimeException whatever making the batch threw
     */
    public long next(float[] toImages, int[] toLabels) {
        int slot;
        long step;
        synchronized (this) {
            if (taken == made) {
                DataWaitEvent event = new DataWaitEvent(firstStep + taken);
                event.begin();
                await(() -> !closed && taken == made && failure == null);
                event.commit();
            }
            if (closed) {
                throw new IllegalStateException("Prefetch.next: closed");
            }
            if (taken == made) {
                rethrow(failure);
            }
            step = firstStep + taken;
            slot = (int) (taken % images.length);
        }
        // Outside the lock: this slot is filled again only once it counts as taken.
        System.arraycopy(images[slot], 0, toImages, 0, batches.pixels());
        System.arraycopy(labels[slot], 0, toLabels, 0, batches.batchSize());
        synchronized (this) {
            taken++;
            notifyAll();
        }
        return step;
    }

    /** Ends the thread, once it has finished the batch that it is making; a second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        // Not by an interrupt: that would close the file that images are read from, for everybody.
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                int slot;
                long step;
                synchronized (this) {
                    await(() -> !closed && made - taken == images.length);
                    if (closed) {
                        return;
                    }
                    slot = (int) (made % images.length);
                    step = firstStep + made;
                }
                batches.fill(step, images[slot], labels[slot]);
                synchronized (this) {
                    made++;
                    notifyAll();
                }
            }
        } catch (Throwable e) { // Errors too: whoever waits must hear of them.
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private synchronized void await(BooleanSupplier blocked) {
        try {
            while (blocked.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Prefetch.next: interrupted", e);
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("Prefetch.next: making a batch failed", failure);
    }
}
