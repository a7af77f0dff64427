package dev.azulejo.nn.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a message of Protocol Buffers, field by field: what a file of ONNX or TensorBoard is made of. A field is its number
 * and wire type, then its value: a varint (0), eight bytes (1), so many bytes (2) or four bytes (5).
 */
public final class ProtobufWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A message without fields yet. */
    public ProtobufWriter() {}

    /**
     * A whole number: of the types int32, int64, bool or an enumeration.
     *
     * @param field its number
     * @param value the value
     * @return this
     */
    public ProtobufWriter whole(int field, long value) {
        tag(field, 0);
        varint(value);
        return this;
    }

    /**
     * A number of the type float.
     *
     * @param field its number
     * @param value the value
     * @return this
     */
    public ProtobufWriter number(int field, float value) {
        tag(field, 5);
        fixed(Float.floatToRawIntBits(value), Float.BYTES);
        return this;
    }

    /**
     * A number of the type double.
     *
     * @param field its number
     * @param value the value
     * @return this
     */
    public ProtobufWriter number(int field, double value) {
        tag(field, 1);
        fixed(Double.doubleToRawLongBits(value), Double.BYTES);
        return this;
    }

    /**
     * A text.
     *
     * @param field its number
     * @param value the value
     * @return this
     */
    public ProtobufWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Bytes.
     *
     * @param field its number
     * @param value the value
     * @return this
     */
    public ProtobufWriter bytes(int field, byte[] value) {
        tag(field, 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /**
     * A message within this one.
     *
     * @param field its number
     * @param value the message
     * @return this
     */
    public ProtobufWriter message(int field, ProtobufWriter value) {
        return bytes(field, value.toBytes());
    }

    /** {@return the message so far} */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void tag(int field, int wire) {
        varint(((long) field << 3) | wire);
    }

    /** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void fixed(long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }
}
