package dev.azulejo.nn.data.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of one scan, from the end of its header to the marker after it; restart markers are taken when asked for. */
final class Bits {
    /** Bits that are there at least after {@link #fill}: more than the longest code and the longest number after it. */
    static final int FILLED = 33;

    private static final int MARKER = 0xFF;
    private static final int RESTART = 0xD0;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] file;
    private int at;

    /** The next bits from the highest on, {@code count} of them; those below are zero. Who reads many takes both along. */
    long next;

    int count;

    /** How many of those bits, the last ones, are made up. */
    private int beyond;

    Bits(byte[] file, int at) {
        this.file = file;
        this.at = at;
    }

    void skip(int n) throws JpegException {
        next <<= n;
        count -= n;
        if (count < beyond) {
            throw cut();
        }
    }

    /** The next bits, at most 16. */
    int read(int n) throws JpegException {
        fill();
        int bits = first(next, n);
        skip(n);
        return bits;
    }

    /** A number of a given count of bits, as JPEG writes differences and coefficients: half of them negative. */
    int readSigned(int n) throws JpegException {
        return signed(read(n), n);
    }

    /** The first bits of a word, perhaps none. */
    static int first(long word, int n) {
        return (int) (word >>> 1 >>> (Long.SIZE - 1 - n));
    }

    static int signed(int bits, int n) {
        return bits < 1 << n >> 1 ? bits - (1 << n) + 1 : bits;
    }

    /** Has {@link #FILLED} bits be there, beyond the end of the scan zeros. */
    void fill() {
        if (count >= FILLED) {
            return;
        }
        if (at <= file.length - Integer.BYTES) {
            int bytes = (int) INTS.get(file, at);
            if (!holdsMarkerByte(bytes)) {
                next |= (bytes & 0xFFFF_FFFFL) << (Integer.SIZE - count);
                count += Integer.SIZE;
                at += Integer.BYTES;
                return;
            }
        }
        fillByBytes();
    }

    private static boolean holdsMarkerByte(int bytes) {
        return ((~bytes - 0x01010101) & bytes & 0x80808080) != 0;
    }

    private void fillByBytes() {
        while (count <= Long.SIZE - Byte.SIZE) {
            long bits = 0;
            if (at < file.length && file[at] != (byte) MARKER) {
                bits = file[at++] & 0xFF;
            } else {
                int second = afterMarkerBytes();
                if (second < file.length && file[second] == 0) {
                    bits = MARKER;
                    at = second + 1;
                } else {
                    beyond += Byte.SIZE;
                }
            }
            next |= bits << (Long.SIZE - Byte.SIZE - count);
            count += Byte.SIZE;
        }
    }

    /** {@return where the first byte lies that is not 0xFF} */
    private int afterMarkerBytes() {
        int second = at;
        while (second < file.length && file[second] == (byte) MARKER) {
            second++;
        }
        return second;
    }

    /** Fails if more bits were taken than there are. */
    void check() throws JpegException {
        if (count < beyond) {
            throw cut();
        }
    }

    private JpegException cut() {
        return at + 1 < file.length ? JpegException.damaged("a scan ends early") : JpegException.cut();
    }

    /** {@return what is wrong: this, unless it comes of bits that were made up} */
    JpegException damaged(String what) {
        return count < beyond ? cut() : JpegException.damaged(what);
    }

    /** Goes past the restart marker of a given number, from 0 to 7, which must come next. */
    void restart(int number) throws JpegException {
        fillByBytes();
        int second = afterMarkerBytes();
        if (count - beyond >= Byte.SIZE || second == at) {
            throw second >= file.length ? JpegException.cut() : JpegException.damaged("a restart marker comes late");
        }
        if (second >= file.length) {
            throw JpegException.cut();
        }
        if ((file[second] & 0xFF) != RESTART + number) {
            throw JpegException.damaged("a restart marker is missing");
        }
        at = second + 1;
        next = 0;
        count = 0;
        beyond = 0;
    }

    /**
     * {@return where the first byte lies of which nothing was read; those that are set aside for markers may lie before
     *     it}
     */
    int end() {
        int left = (count - beyond) / Byte.SIZE;
        int end = at;
        for (int i = 0; i < left; i++) {
            end -= end >= 2 && file[end - 1] == 0 && file[end - 2] == (byte) MARKER ? 2 : 1;
        }
        return end;
    }
}
