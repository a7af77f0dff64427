package dev.azulejo.nn.data.jpeg;

/** A file that is no whole JPEG, or one of a kind that is not read; the message says why, in a few words. */
public final class JpegException extends Exception {
    private static final long serialVersionUID = 1L;

    JpegException(String message) {
        super(message);
    }

    static JpegException cut() {
        return new JpegException("cut short");
    }

    static JpegException damaged(String what) {
        return new JpegException("damaged (" + what + ")");
    }
}
