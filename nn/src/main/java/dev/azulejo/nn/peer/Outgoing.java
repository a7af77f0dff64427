package dev.azulejo.nn.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The connection to the next worker, written by a thread of its own: so nobody waits to write who should read. While there is
 * nothing to send it says now and then that this worker is alive.
 */
final class Outgoing {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int HEADER = 1 + Integer.BYTES;

    private final Socket socket;
    private final long beat;
    private final Runnable lost;
    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(64);
    private final Thread thread;
    private volatile IOException failure;

    Outgoing(Socket socket, Duration beat, Runnable lost) {
        this.socket = socket;
        this.beat = beat.toMillis();
        this.lost = lost;
        this.thread = Thread.ofPlatform().daemon().name("azulejo-ring").start(this::write);
    }

    /** Sends the first floats of an array, which may change as soon as this returns. */
    void send(Message.Kind kind, float[] values, int count) {
        byte[] bytes = spare.poll();
        if (bytes == null) {
            bytes = new byte[Ring.CHUNK * Float.BYTES];
        }
        Message.pack(values, count, bytes);
        queue.add(new Message(kind, bytes, count * Float.BYTES));
    }

    /** Sends a message, whose bytes must not change any more. */
    void send(Message message) {
        queue.add(message);
    }

    /** {@return why nothing can be sent any more, null while it can} */
    IOException failure() {
        return failure;
    }

    private void write() {
        try {
            OutputStream out = socket.getOutputStream();
            byte[] header = new byte[HEADER];
            while (true) {
                Message message = queue.poll(beat, TimeUnit.MILLISECONDS);
                Message sent = message == null ? new Message(Message.Kind.BEAT, header, 0) : message;
                ByteBuffer.wrap(header).put(sent.kind().code()).putInt(sent.length());
                out.write(header);
                out.write(sent.bytes(), 0, sent.length());
                if (sent.ends()) {
                    socket.shutdownOutput();
                    return;
                }
                if (sent.bytes().length == Ring.CHUNK * Float.BYTES) {
                    spare.offer(sent.bytes()); // One too many is garbage.
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
