package dev.azulejo.nn.peer.ring;

import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.PeerFailedException;
import dev.azulejo.nn.peer.PeerLostException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.peer.Summands;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * Workers in a ring, each connected to the next. A sum goes from the first to the last, each adding its own, and from the last
 * round to all others; cut into chunks, so that all connections are busy at once. That is the order of the ranks whatever the
 * number of chunks, and each worker sends at most twice what is summed: as the usual ring, whose order differs from chunk to
 * chunk, does for many workers.
 */
final class Ring implements Peers {
    /** The most bytes of a message. */
    static final int LONGEST = Summands.CHUNK * Float.BYTES;

    /** Floats that are copied and added at a time, a divisor of a chunk: they stay in the first cache. */
    private static final int PIECE = 1 << 12;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final List<Address> addresses;
    private final int rank;
    private final Duration timeout;
    private final Incoming in;
    private final SocketChannel after;
    private final Outgoing out;
    private final float[] received = new float[PIECE];
    private final float[] mine = new float[PIECE];
    private String reason = "";
    private boolean failed;
    private boolean closed;

    Ring(List<Address> addresses, int rank, Duration timeout, SocketChannel before, SocketChannel after)
            throws IOException {
        this.addresses = List.copyOf(addresses);
        this.rank = rank;
        this.timeout = timeout;
        this.after = after;
        if (after.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            after.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        this.in = new Incoming(before, timeout);
        this.out = new Outgoing(after, 2 * ahead(), timeout.dividedBy(6), this::stopReading);
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
        boolean ended = false;
        int inFlight = 0;
        while (!ended || inFlight > 0) {
            if (!ended && (inFlight == 0 || (inFlight < ahead() && values.ready()))) {
                int count = values.take(mine);
                ended = count == 0;
                if (!ended) {
                    send(values, count);
                    inFlight++;
                }
            } else {
                finish(next(), values);
                inFlight--;
            }
        }
    }

    /** Chunks on their way at once: enough for all connections, little for the memory. */
    private int ahead() {
        return 16 + 4 * size();
    }

    /** Sends a chunk, of which the first are there already. */
    private void send(Summands values, int there) {
        Message message = out.blank();
        int count = 0;
        for (int some = there; some > 0; some = count < Summands.CHUNK ? values.take(mine) : 0) {
            message.put(count, mine, some);
            count += some;
        }
        out.send(message.as(Message.Kind.PARTIAL, count * Float.BYTES));
    }

    /** Adds to the sums that come, and takes those that come round; the last one has them all at once. */
    private void goOn(Summands values) {
        boolean ended = false;
        int inFlight = 0;
        while (!ended || inFlight > 0) {
            Incoming.Come message = inFlight == 0 ? null : next(); // With some in flight one comes in any case.
            if (message != null && message.is(Message.Kind.WHOLE)) {
                finish(message, values);
                inFlight--;
                continue;
            }
            int count = ended ? 0 : values.take(mine);
            ended = count == 0;
            if (!ended) {
                add(message == null ? next() : message, count, values);
                inFlight += last() ? 0 : 1;
            } else if (message != null) {
                throw outOfStep();
            }
        }
    }

    /** Adds this one's to a partial sum; the first are there already. */
    private void add(Incoming.Come partial, int there, Summands values) {
        int count = partial.length() / Float.BYTES;
        if (!partial.is(Message.Kind.PARTIAL)) {
            throw outOfStep();
        }
        Message sums = out.blank();
        int some = there;
        for (int at = 0; at < count; at += some) {
            some = at == 0 ? there : values.take(mine);
            if (some != Math.min(PIECE, count - at)) {
                throw outOfStep();
            }
            partial.message().get(at, received, some);
            for (int i = 0; i < some; i++) {
                received[i] += mine[i];
            }
            sums.put(at, received, some);
            if (last()) {
                values.put(received, some);
            }
        }
        out.send(sums.as(last() ? Message.Kind.WHOLE : Message.Kind.PARTIAL, partial.length()));
    }

    private void finish(Incoming.Come whole, Summands values) {
        if (!whole.is(Message.Kind.WHOLE)) {
            throw outOfStep();
        }
        boolean others = rank != size() - 2;
        Message copy = others ? out.blank() : null;
        int count = whole.length() / Float.BYTES;
        for (int at = 0; at < count; at += PIECE) {
            int some = Math.min(PIECE, count - at);
            whole.message().get(at, received, some);
            if (others) {
                copy.put(at, received, some);
            }
            values.put(received, some);
        }
        if (others) {
            out.send(copy.as(Message.Kind.WHOLE, whole.length()));
        }
    }

    @Override
    public void share(byte... values) {
        for (int at = 0; at < values.length; at += LONGEST) {
            int length = Math.min(LONGEST, values.length - at);
            if (rank > 0) {
                Incoming.Come come = next();
                if (!come.is(Message.Kind.WHOLE) || come.length() != length) {
                    throw outOfStep();
                }
                come.message().get(0, values, at, length);
            }
            if (!last()) {
                Message sent = out.blank();
                sent.put(0, values, at, length);
                out.send(sent.as(Message.Kind.WHOLE, length));
            }
        }
    }

    private Incoming.Come next() {
        try {
            Incoming.Come message = in.next();
            if (message.is(Message.Kind.FAILED)) {
                failed = true;
                reason = message.text();
                throw new PeerFailedException(reason);
            }
            if (message.is(Message.Kind.END)) {
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

    /**
     * The next worker is gone: whoever waits for the one before is not to wait for ever. If it said why, that comes round
     * in a moment.
     */
    private void stopReading() {
        try {
            Thread.sleep(GRACE);
            in.close();
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
            out.close(new Message().as(failed ? Message.Kind.FAILED : Message.Kind.END, reason));
            quietly(after);
            in.close();
        }
    }

    static void quietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
