package dev.azulejo.nn.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The connection to the next worker, written by a thread of its own: so nobody waits to write who should read. While there is
 * nothing to send it says now and then that this worker is alive.
 */
final class Outgoing {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SocketChannel channel;
    private final long beat;
    private final Runnable lost;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingDeque<Message> spare = new LinkedBlockingDeque<>();
    private final Message alive = new Message().as(Message.Kind.BEAT, 0);
    private final Thread thread;
    private int more;
    private volatile IOException failure;

    /** With so many messages at most. */
    Outgoing(SocketChannel channel, int messages, Duration beat, Runnable lost) {
        this.channel = channel;
        this.more = messages;
        this.beat = beat.toMillis();
        this.lost = lost;
        this.thread = Thread.ofPlatform().daemon().name("azulejo-ring").start(this::write);
    }

    /** {@return a message to be filled and sent: the one sent last, which a cache may still hold; waits if all are on their way} */
    Message blank() {
        Message used = spare.pollFirst();
        if (used == null && more > 0) {
            more--;
            return new Message();
        }
        try {
            while (used == null && failure == null) {
                used = spare.pollFirst(beat, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerLostException("interrupted while the next worker reads", e);
        }
        return used == null ? new Message() : used; // Nobody will read it, and whoever reads next hears of that.
    }

    /** Sends a message, which is not to be touched any more. */
    void send(Message message) {
        queue.add(message);
    }

    /** {@return why nothing can be sent any more, null while it can} */
    IOException failure() {
        return failure;
    }

    private void write() {
        try {
            while (true) {
                Message message = queue.poll(beat, TimeUnit.MILLISECONDS);
                Message sent = message == null ? alive : message;
                ByteBuffer bytes = sent.bytes().position(0).limit(Message.HEADER + sent.length());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                Message.Kind kind = sent.kind();
                if (kind == Message.Kind.END || kind == Message.Kind.FAILED) {
                    channel.shutdownOutput();
                    return;
                }
                if (message != null) {
                    bytes.clear();
                    spare.addFirst(message);
                }
            }
        } catch (IOException e) {
            failure = e;
            lost.run();
        } catch (InterruptedException e) {
            failure = new IOException("interrupted", e);
        }
    }

    /** Ends, once all is sent or some seconds are over. */
    void close(Message end) {
        if (failure != null) {
            thread.interrupt();
            return;
        }
        send(end);
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
