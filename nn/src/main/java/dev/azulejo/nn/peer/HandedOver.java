package dev.azulejo.nn.peer;

import dev.azulejo.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The values of tensors that one thread hands over one by one, and that another sums. */
final class HandedOver implements Summands {
    private static final Part END = new Part(null, 0);

    private final BlockingQueue<Part> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final List<Part> parts = new ArrayList<>();
    private Part taking;
    private int taken;
    private int putting;
    private int put;

    /** A tensor, and by what its sums are multiplied. */
    private record Part(Tensor tensor, float factor) {
        int size() {
            return tensor.shape().size();
        }

        boolean ends() {
            return tensor == null;
        }
    }

    void add(Tensor tensor, float factor) {
        Part part = new Part(tensor, factor);
        queue.add(part);
        waiting.addAndGet(part.size());
    }

    /** Nothing follows. */
    void end() {
        queue.add(END);
        waiting.addAndGet(CHUNK);
    }

    @Override
    public boolean ready() {
        return waiting.get() >= CHUNK;
    }

    @Override
    public int take(float[] into) {
        int count = 0;
        while (count < into.length && more()) {
            int some = Math.min(into.length - count, taking.size() - taken);
            Tensor tensor = taking.tensor();
            tensor.engine().backend().memory().read(tensor.buffer(), taken, into, count, some);
            taken += some;
            count += some;
        }
        waiting.addAndGet(-count);
        return count;
    }

    /** Waits for the next one that has something to take. */
    private boolean more() {
        while (taking == null || (!taking.ends() && taken == taking.size())) {
            try {
                taking = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PeerLostException("this worker's step has failed", e);
            }
            taken = 0;
            parts.add(taking);
        }
        return !taking.ends();
    }

    @Override
    public void put(float[] sums, int count) {
        for (int at = 0; at < count; ) {
            Part part = parts.get(putting);
            int some = Math.min(count - at, part.size() - put);
            scale(sums, at, at + some, part.factor());
            Tensor tensor = part.tensor();
            tensor.engine().backend().memory().write(sums, at, tensor.buffer(), put, some);
            at += some;
            put += some;
            if (put == part.size()) {
                putting++;
                put = 0;
            }
        }
    }

    private static void scale(float[] values, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            values[i] *= factor;
        }
    }
}
