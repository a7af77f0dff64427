package dev.azulejo.nn.peer.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One piece of what goes round the ring: a kind, a length and as many bytes, which are mostly floats. It is kept as it is sent,
 * outside of the heap, where a socket takes it from without another copy; and used again.
 */
final class Message {
    /** Bytes before its content: the kind, three that mean nothing, and the length. */
    static final int HEADER = 2 * Integer.BYTES;

    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(HEADER + Ring.LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    private final FloatBuffer floats =
            bytes.slice(HEADER, Ring.LONGEST).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

    /** The meaning of a message, its first byte. */
    enum Kind {
        /** A sum of the workers so far. */
        PARTIAL('p'),
        /** What all are to have. */
        WHOLE('w'),
        /** The sender is alive. */
        BEAT('b'),
        /** The sender ends, with the reason if it lost another. */
        END('e'),
        /** The sender failed, with the reason. */
        FAILED('f');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("it sent what is no message");
        }
    }

    /** Says what it is, before it is sent. */
    Message as(Kind kind, int length) {
        bytes.putInt(0, kind.code).putInt(Integer.BYTES, length);
        return this;
    }

    Message as(Kind kind, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(encoded.length, Ring.LONGEST);
        put(0, encoded, 0, length);
        return as(kind, length);
    }

    /** Is about to be sent, from its start. */
    void start() {
        bytes.position(0).limit(HEADER + bytes.getInt(Integer.BYTES));
    }

    /** {@return whether none follows it} */
    boolean ends() {
        return bytes.get(0) == Kind.END.code || bytes.get(0) == Kind.FAILED.code;
    }

    Kind kind() throws IOException {
        return Kind.of(bytes.get(0));
    }

    /** {@return how many bytes follow the header} */
    int length() throws IOException {
        int length = bytes.getInt(Integer.BYTES);
        if (length < 0 || length > Ring.LONGEST) {
            throw new IOException("it sent a message of " + length + " bytes");
        }
        return length;
    }

    String text(int length) {
        byte[] text = new byte[length];
        get(0, text, 0, length);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** {@return where header and content are, to be written or read from the position to the limit} */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Puts the first floats of an array where others may stand before them. */
    void put(int at, float[] values, int count) {
        floats.put(at, values, 0, count);
    }

    /** Takes floats out, to the start of an array. */
    void get(int at, float[] values, int count) {
        floats.get(at, values, 0, count);
    }

    void put(int at, byte[] values, int from, int count) {
        bytes.put(HEADER + at, values, from, count);
    }

    void get(int at, byte[] values, int to, int count) {
        bytes.get(HEADER + at, values, to, count);
    }
}
