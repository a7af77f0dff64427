package dev.azulejo.nn.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The connection from the worker before. A silence longer than the socket's time-out is an error. */
final class Incoming {
    private final InputStream in;
    private final byte[] header = new byte[1 + Integer.BYTES];
    private byte[] bytes = new byte[Ring.CHUNK * Float.BYTES];

    Incoming(Socket socket) throws IOException {
        this.in = socket.getInputStream();
    }

    /** Waits for the next message that says something; it is good until the one after it. */
    Message next() throws IOException {
        while (true) {
            read(header, header.length);
            ByteBuffer parsed = ByteBuffer.wrap(header);
            Message.Kind kind = Message.Kind.of(parsed.get());
            int length = parsed.getInt();
            if (length < 0 || length > Ring.LONGEST) {
                throw new IOException("it sent a message of " + length + " bytes");
            }
            if (length > bytes.length) {
                bytes = new byte[length];
            }
            read(bytes, length);
            Message message = new Message(kind, bytes, length);
            if (message.kind() != Message.Kind.BEAT) {
                return message;
            }
        }
    }

    private void read(byte[] into, int length) throws IOException {
        for (int at = 0; at < length; ) {
            int n = in.read(into, at, length - at);
            if (n < 0) {
                throw new EOFException("it closed the connection");
            }
            at += n;
        }
    }
}
