package dev.azulejo.nn.peer.ring;

/**
 * The place where a worker listens for the one before it in the ring.
 *
 * @param host as others reach it
 * @param port of TCP
 */
public record Address(String host, int port) {
    /**
     * {@return the address of a text}
     *
     * @param text as {@link #toString} gives it
     * @throws IllegalArgumentException if it is none
     */
    public static Address of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("address " + text + "; expected HOST:PORT");
        }
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
