package dev.azulejo.nn.peer.ring;

import dev.azulejo.nn.peer.PeerLostException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The connection to the next worker. Nobody waits to write who should read: what the connection does not take at once, a thread of
 * its own writes. While there is nothing to send that says now and then that this worker is alive.
 */
final class Outgoing {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final SocketChannel channel;
    private final Selector selector;
    private final long beat;
    private final Runnable lost;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingDeque<Message> spare = new LinkedBlockingDeque<>();
    private final Message alive = new Message();
    private final Thread thread;
    private final Object order = new Object();
    private boolean behind;
    private int more;
    private volatile boolean ending;
    private volatile IOException failure;

    /** With so many messages at most. */
    Outgoing(SocketChannel channel, int messages, Duration beat, Runnable lost) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_WRITE);
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
        message.start();
        synchronized (order) {
            if (behind || !isSentAtOnce(message)) {
                leave(message);
            }
        }
    }

    private boolean isSentAtOnce(Message message) {
        try {
            channel.write(message.bytes());
        } catch (IOException e) {
            return false; // The thread will meet it.
        }
        if (message.bytes().hasRemaining()) {
            return false;
        }
        reuse(message);
        return true;
    }

    /** To the thread, and all that follow until it has none. */
    private void leave(Message message) {
        behind = true;
        queue.add(message);
    }

    private void reuse(Message message) {
        if (message != alive) {
            message.bytes().clear();
            spare.addFirst(message);
        }
    }

    /** {@return why nothing can be sent any more, null while it can} */
    IOException failure() {
        return failure;
    }

    private void write() {
        try (selector) {
            while (true) {
                Message message = queue.poll(beat, TimeUnit.MILLISECONDS);
                if (message == null) {
                    send(alive.as(Message.Kind.BEAT, 0));
                    continue;
                }
                while (message.bytes().hasRemaining()) {
                    if (channel.write(message.bytes()) == 0) {
                        selector.select(_ -> {});
                    }
                }
                if (message.ends()) {
                    channel.shutdownOutput();
                    return;
                }
                reuse(message);
                synchronized (order) {
                    behind = !queue.isEmpty();
                }
            }
        } catch (IOException e) {
            failure = e;
            if (!ending) {
                lost.run();
            }
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
        ending = true; // Who does not hear it has ended before.
        end.start();
        synchronized (order) {
            leave(end); // The thread is to end with it.
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
