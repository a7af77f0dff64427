package dev.azulejo.nn.peer.ring;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The connection from the worker before. A silence longer than the time-out is an error. */
final class Incoming {
    private final SocketChannel channel;
    private final Selector selector;
    private final long timeout;
    private final Message message = new Message();

    Incoming(SocketChannel channel, Duration timeout) throws IOException {
        this.channel = channel;
        this.timeout = timeout.toMillis();
        this.selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** A message that has come: what it is, how many bytes, and where they are until the next one comes. */
    record Come(Message.Kind kind, int length, Message message) {
        boolean is(Message.Kind other) {
            return kind == other;
        }

        String text() {
            return message.text(length);
        }
    }

    /** Waits for the next message that says something. */
    Come next() throws IOException {
        while (true) {
            ByteBuffer bytes = message.bytes().clear();
            read(bytes.limit(Message.HEADER));
            Message.Kind kind = message.kind();
            int length = message.length();
            read(bytes.limit(Message.HEADER + length));
            if (kind != Message.Kind.BEAT) {
                return new Come(kind, length, message);
            }
        }
    }

    private void read(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int n = channel.read(into);
            if (n < 0) {
                throw new EOFException("it closed the connection");
            }
            if (n == 0) {
                await();
            }
        }
    }

    private void await() throws IOException {
        try {
            if (selector.select(_ -> {}, timeout) == 0
                    && channel.isOpen()
                    && !Thread.currentThread().isInterrupted()) {
                throw new SocketTimeoutException();
            }
        } catch (ClosedSelectorException e) {
            throw new IOException("closed", e);
        }
    }

    /** Ends, and so does whoever waits. */
    void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
