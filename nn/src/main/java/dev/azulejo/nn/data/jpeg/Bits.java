package dev.azulejo.nn.data.jpeg;

/** The bits of one scan, from the end of its header to the marker after it; restart markers are taken when asked for. */
final class Bits {
    private static final int MARKER = 0xFF;
    private static final int RESTART = 0xD0;

    private final byte[] file;
    private int at;

    /** The next {@code count} bits are the lowest of {@code next}; the last {@code beyond} of them are made up. */
    private long next;

    private int count;
    private int beyond;

    Bits(byte[] file, int at) {
        this.file = file;
        this.at = at;
    }

    /** The next bits, at most 16, left where they are. */
    int peek(int n) {
        if (count < n) {
            fill();
        }
        return (int) (next >>> (count - n)) & ((1 << n) - 1);
    }

    void skip(int n) throws JpegException {
        count -= n;
        if (count < beyond) {
            throw at + 1 < file.length ? JpegException.damaged("a scan ends early") : JpegException.cut();
        }
    }

    int read(int n) throws JpegException {
        int bits = peek(n);
        skip(n);
        return bits;
    }

    /** A number of a given count of bits, as JPEG writes differences and coefficients: half of them negative. */
    int readSigned(int n) throws JpegException {
        if (n == 0) {
            return 0;
        }
        int bits = read(n);
        return bits < 1 << (n - 1) ? bits - (1 << n) + 1 : bits;
    }

    private void fill() {
        while (count <= Long.SIZE - Byte.SIZE - 1) {
            int bits = 0;
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
            next = next << Byte.SIZE | bits;
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

    /** Goes past the restart marker of a given number, from 0 to 7, which must come next. */
    void restart(int number) throws JpegException {
        fill();
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
