package dev.azulejo.nn.data.jpeg;

/** The bytes of one segment, from {@code at} up to {@code end}, read one after the other. */
final class Segment {
    private final byte[] file;
    private int at;
    private final int end;

    Segment(byte[] file, int at, int end) {
        this.file = file;
        this.at = at;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    void end() throws JpegException {
        if (at != end) {
            throw JpegException.damaged("a segment is too long");
        }
    }

    int next() throws JpegException {
        if (at >= end) {
            throw JpegException.damaged("a segment is too short");
        }
        return file[at++] & 0xFF;
    }

    int next2() throws JpegException {
        return next() << 8 | next();
    }

    byte[] next(int count) throws JpegException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    /** Goes past a text if that is what comes next. */
    boolean begins(String text) {
        if (left() < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (file[at + i] != (byte) text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }
}
