package dev.azulejo.nn.peer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One piece of what goes round the ring: a kind, and bytes in an array that may be longer and is used again.
 *
 * @param kind what it means
 * @param bytes holds it from the start
 * @param length how many bytes of it count
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Message(Kind kind, byte[] bytes, int length) {
    private static final ValueLayout.OfFloat FLOATS =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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

        byte code() {
            return code;
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

    static Message end(boolean failed, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return new Message(failed ? Kind.FAILED : Kind.END, text, text.length);
    }

    boolean ends() {
        return kind == Kind.END || kind == Kind.FAILED;
    }

    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Puts the first floats of an array into bytes. */
    static void pack(float[] values, int count, byte[] bytes) {
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), FLOATS, 0, count);
    }

    /** Takes floats out of the bytes, to the start of an array. */
    void unpack(float[] values) {
        MemorySegment.copy(MemorySegment.ofArray(bytes), FLOATS, 0, values, 0, length / Float.BYTES);
    }
}
