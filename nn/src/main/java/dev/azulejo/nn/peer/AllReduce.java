package dev.azulejo.nn.peer;

import dev.azulejo.engine.Tensor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The all-reduce of data parallelism in one step: tensors become what all peers have of them, by a thread of its own, while the step
 * computes those that follow. All peers hand over tensors of the same shapes in the same order, and nobody changes
 * one from then on until {@link #await} has returned; meanwhile only this talks to the peers.
 */
public final class AllReduce implements AutoCloseable {
    private final Peers peers;
    private final HandedOver tensors = new HandedOver();
    private final ReductionEvent event = new ReductionEvent();
    private final FutureTask<Void> work = new FutureTask<>(this::sum, null);
    private final Thread thread;

    /**
     * An all-reduce that begins with the first tensor.
     *
     * @param peers who take part
     */
    public AllReduce(Peers peers) {
        this.peers = peers;
        this.thread = Thread.ofPlatform().daemon().name("azulejo-all-reduce").start(work);
    }

    /**
     * Hands over a tensor that becomes the mean over the peers.
     *
     * @param tensor a tensor that is final
     */
    public void mean(Tensor tensor) {
        tensors.add(tensor, 1f / peers.size());
    }

    /**
     * Hands over a tensor that becomes the sum over the peers.
     *
     * @param tensor a tensor that is final
     */
    public void sum(Tensor tensor) {
        tensors.add(tensor, 1);
    }

    /**
     * Waits until all that was handed over is what all peers have of it.
     *
     * @throws PeerLostException if one of the others is gone
     * @throws PeerFailedException if one of the others gave up
     */
    public void await() {
        event.begin();
        tensors.end();
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerLostException("interrupted while the workers add up", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
        event.commit();
    }

    private void sum() {
        peers.sum(tensors);
    }

    /** Ends the thread, if the step has failed before {@link #await}. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
