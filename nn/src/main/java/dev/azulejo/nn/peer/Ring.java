package dev.azulejo.nn.peer;

import dev.azulejo.nn.message.UserException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * Workers in a ring, each connected to the next. A sum goes from the first to the last, each adding its own, and from the last
 * round to all others; cut into chunks, so that all connections are busy at once. That is the order of the ranks whatever the
 * number of chunks, and each worker sends at most twice what is summed: as the usual ring, whose order differs from chunk to
 * chunk, does for many workers.
 */
final class Ring implements Peers {
    /** Floats of a chunk: 256 KiB. */
    static final int CHUNK = 1 << 16;

    /** The most bytes of a message: 16 MiB. */
    static final int LONGEST = 1 << 24;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final List<Address> addresses;
    private final int rank;
    private final Duration timeout;
    private final Socket before;
    private final Socket after;
    private final Incoming in;
    private final Outgoing out;
    private final float[] received = new float[CHUNK];
    private final float[] mine = new float[CHUNK];
    private String reason = "";
    private boolean failed;
    private boolean closed;

    Ring(List<Address> addresses, int rank, Duration timeout, Socket before, Socket after) throws IOException {
        this.addresses = List.copyOf(addresses);
        this.rank = rank;
        this.timeout = timeout;
        this.before = before;
        this.after = after;
        before.setSoTimeout((int) timeout.toMillis());
        after.setTcpNoDelay(true);
        this.in = new Incoming(before);
        this.out = new Outgoing(after, timeout.dividedBy(6), this::stopReading);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return addresses.size();
    }

    private boolean last() {
        return rank == size() - 1;
    }

    @Override
    public void sum(Summands values) {
        if (rank == 0) {
            begin(values);
        } else {
            goOn(values);
        }
    }

    /** Sends what is there, and takes the sums that come round. */
    private void begin(Summands values) {
        int ahead = 16 + 4 * size(); // Enough for all connections, little for the memory.
        boolean ended = false;
        int inFlight = 0;
        while (!ended || inFlight > 0) {
            if (!ended && (inFlight == 0 || (inFlight < ahead && values.ready()))) {
                int count = values.take(mine);
                ended = count == 0;
                if (!ended) {
                    out.send(Message.Kind.PARTIAL, mine, count);
                    inFlight++;
                }
            } else {
                finish(next(), values);
                inFlight--;
            }
        }
    }

    /** Adds to the sums that come, and takes those that come round; the last one has them all at once. */
    private void goOn(Summands values) {
        boolean ended = false;
        int inFlight = 0;
        while (!ended || inFlight > 0) {
            Message message = inFlight == 0 ? null : next(); // With some in flight one comes in any case.
            if (message != null && message.kind() == Message.Kind.WHOLE) {
                finish(message, values);
                inFlight--;
                continue;
            }
            int count = ended ? 0 : values.take(mine);
            ended = count == 0;
            if (!ended) {
                add(message == null ? next() : message, count);
                if (last()) {
                    values.put(received, count);
                } else {
                    inFlight++;
                }
            } else if (message != null) {
                throw outOfStep();
            }
        }
    }

    private void add(Message partial, int count) {
        if (partial.kind() != Message.Kind.PARTIAL || partial.length() != count * Float.BYTES) {
            throw outOfStep();
        }
        partial.unpack(received);
        for (int i = 0; i < count; i++) {
            received[i] += mine[i];
        }
        out.send(last() ? Message.Kind.WHOLE : Message.Kind.PARTIAL, received, count);
    }

    private void finish(Message whole, Summands values) {
        if (whole.kind() != Message.Kind.WHOLE) {
            throw outOfStep();
        }
        whole.unpack(received);
        int count = whole.length() / Float.BYTES;
        if (rank != size() - 2) {
            out.send(Message.Kind.WHOLE, received, count);
        }
        values.put(received, count);
    }

    @Override
    public void share(byte... values) {
        for (int at = 0; at < values.length; at += LONGEST) {
            int length = Math.min(LONGEST, values.length - at);
            if (rank > 0) {
                Message message = next();
                if (message.kind() != Message.Kind.WHOLE) {
                    throw outOfStep();
                }
                requireLength(message, length);
                System.arraycopy(message.bytes(), 0, values, at, length);
            }
            if (!last()) {
                byte[] copy = new byte[length];
                System.arraycopy(values, at, copy, 0, length);
                out.send(new Message(Message.Kind.WHOLE, copy, length));
            }
        }
    }

    private Message next() {
        try {
            Message message = in.next();
            if (message.kind() == Message.Kind.FAILED) {
                failed = true;
                reason = message.text();
                throw new PeerFailedException(reason);
            }
            if (message.kind() == Message.Kind.END) {
                throw lost(message.length() > 0 ? message.text() : name(rank - 1) + " ended before this one", null);
            }
            return message;
        } catch (IOException e) {
            IOException cause = out.failure() == null ? e : out.failure();
            throw lost(why(out.failure() == null ? rank - 1 : rank + 1, cause), cause);
        }
    }

    /** Remembers, for the others to be told when this one closes. */
    private PeerLostException lost(String message, IOException cause) {
        reason = message;
        return new PeerLostException(message, cause);
    }

    private String why(int other, IOException cause) {
        String what = cause instanceof SocketTimeoutException
                ? "said nothing for " + timeout.toSeconds() + " s"
                : "is gone (" + cause.getMessage() + ")";
        return name(other) + " " + what
                + "; see the log of that worker for why, and train on from the newest checkpoint";
    }

    private String name(int other) {
        int number = Math.floorMod(other, size());
        return "worker " + number + " of " + size() + " at " + addresses.get(number);
    }

    private UserException outOfStep() {
        return new UserException(name(rank - 1) + " is at another step than this one; all workers must run the same"
                + " version of Azulejo with the same settings");
    }

    private void requireLength(Message message, int expected) {
        if (message.length() != expected) {
            throw outOfStep();
        }
    }

    /**
     * The next worker is gone: whoever waits for the one before is not to wait for ever. If it said why, that comes round
     * in a moment.
     */
    private void stopReading() {
        try {
            Thread.sleep(GRACE);
            quietly(before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // It is closed already.
        }
    }

    @Override
    public void fail(String why) {
        failed = true;
        reason = why;
        close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            out.close(Message.end(failed, reason));
            quietly(after);
            quietly(before);
        }
    }

    static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
