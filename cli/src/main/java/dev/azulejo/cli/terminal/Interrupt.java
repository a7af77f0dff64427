package dev.azulejo.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and {@code kill}: training that runs finishes its step and saves a checkpoint before the process ends.
 *
 * <p>The JVM runs its shutdown hooks at the signal and leaves all other threads running meanwhile; so the hook asks the
 * training to stop and waits for it. The process then ends with the signal's status, 130 or 143.
 */
public final class Interrupt {
    /** The longest step and checkpoint to wait for. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean training;
    private volatile boolean requested;

    /** Listens for the end of the process. */
    public void listen() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("azulejo-interrupt").unstarted(() -> {
                    if (!training) {
                        return;
                    }
                    requested = true;
                    try {
                        // Nothing to say if the time is over: the newest checkpoint is as good as ever.
                        boolean _ = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    /** {@return whether to stop after this step} */
    public boolean requested() {
        return requested;
    }

    /** Makes a signal wait for the command to end, from now on. */
    public void beginTraining() {
        training = true;
    }

    /** The command has said its last word. */
    public void end() {
        ended.countDown();
    }

    /** Does what a signal does, without one: for tests. */
    public void request() {
        requested = true;
    }
}
