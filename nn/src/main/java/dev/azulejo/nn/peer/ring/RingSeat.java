package dev.azulejo.nn.peer.ring;

import dev.azulejo.nn.peer.PeerLostException;
import dev.azulejo.nn.peer.Peers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A worker's place in a ring that is about to form: it listens on a port that the system chose, to be announced to the
 * others by whoever started them.
 */
public final class RingSeat implements AutoCloseable {
    /** Milliseconds for a caller to greet: others may be behind it. */
    private static final int PATIENCE = 5000;

    private final ServerSocket listener;
    private final Address address;
    private final boolean shortWay;

    private RingSeat(ServerSocket listener, Address address, boolean shortWay) {
        this.listener = listener;
        this.address = address;
        this.shortWay = shortWay;
    }

    /**
     * Listens.
     *
     * @param host name or number of this machine, as the other workers reach it
     * @return the seat
     * @throws PeerLostException if it cannot listen there
     */
    public static RingSeat open(String host) {
        return open(host, true);
    }

    /** Without the short way, even a worker of the same machine is met over TCP. */
    static RingSeat open(String host, boolean shortWay) {
        try {
            ServerSocket listener = ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getByName(host), 0), 16)
                    .socket();
            return new RingSeat(listener, new Address(host, listener.getLocalPort()), shortWay);
        } catch (IOException e) {
            throw new PeerLostException(
                    "cannot listen on " + host + " (" + e.getMessage()
                            + "); start the worker with a name of this machine that the others reach",
                    e);
        }
    }

    /** {@return where this worker listens, to be announced} */
    public Address address() {
        return address;
    }

    /**
     * Joins the ring; all workers do so at the same time. The seat is closed.
     *
     * @param rank of this worker
     * @param addresses of all of them, by rank
     * @param secret known to the workers of this job alone
     * @param timeout for the ring to form, and then for a worker to say nothing; at least 6 milliseconds
     * @return the ring; without others nobody
     * @throws PeerLostException naming the worker that cannot be reached, or that did not call
     */
    public Peers join(int rank, List<Address> addresses, byte[] secret, Duration timeout) {
        if (addresses.size() == 1) {
            close();
            return Peers.alone();
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        Handshake handshake = new Handshake(secret, addresses.size());
        int next = (rank + 1) % addresses.size();
        Executor thread =
                task -> Thread.ofPlatform().daemon().name("azulejo-ring-accept").start(task);
        var before = CompletableFuture.supplyAsync(() -> accept(handshake, rank, addresses, deadline), thread);
        SocketChannel after = null;
        try {
            after = call(handshake, rank, next, addresses.get(next), deadline);
            return new Ring(addresses, rank, timeout, before.join(), after);
        } catch (CompletionException e) {
            Ring.quietly(after);
            throw e.getCause() instanceof PeerLostException lost ? lost : e;
        } catch (IOException e) {
            throw new PeerLostException("the ring of workers did not form: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    private static SocketChannel call(Handshake handshake, int rank, int next, Address address, long deadline) {
        IOException last;
        do {
            try {
                return greet(handshake, rank, next, address, deadline);
            } catch (IOException e) {
                last = e;
            }
        } while (last instanceof ConnectException && pause(deadline));
        throw new PeerLostException(
                "worker " + rank + " cannot reach worker " + next + " at " + address + " (" + last.getMessage()
                        + "); let the workers reach each other on all ports, or give them one network",
                last);
    }

    private static SocketChannel greet(Handshake handshake, int rank, int next, Address address, long deadline)
            throws IOException {
        Socket socket = SocketChannel.open().socket();
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), left(deadline));
            socket.setSoTimeout(left(deadline));
            handshake.call(socket, rank, next);
            return SameMachine.take(socket);
        } catch (IOException e) {
            Ring.quietly(socket.getChannel());
            throw e;
        }
    }

    private SocketChannel accept(Handshake handshake, int rank, List<Address> addresses, long deadline) {
        String refused = "";
        while (true) {
            try {
                listener.setSoTimeout(left(deadline));
                Socket socket = listener.accept();
                try {
                    socket.setSoTimeout(Math.min(PATIENCE, left(deadline)));
                    handshake.answer(socket, rank);
                    return SameMachine.offer(socket, shortWay);
                } catch (IOException e) { // Somebody else; the one that is waited for may still come.
                    refused = "; " + socket.getRemoteSocketAddress() + " was refused: " + e.getMessage();
                    Ring.quietly(socket.getChannel());
                }
            } catch (IOException e) {
                int before = Math.floorMod(rank - 1, addresses.size());
                String why = e instanceof SocketTimeoutException ? "did not call in time" : e.getMessage();
                throw new PeerLostException(
                        "worker " + before + " at " + addresses.get(before) + ", who should call worker " + rank
                                + " at " + address + ": " + why + refused
                                + "; let the workers reach each other on all ports, or give them one network",
                        e);
            }
        }
    }

    /** Milliseconds until a time, at least one. */
    private static int left(long deadline) {
        return (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }

    private static boolean pause(long deadline) {
        try {
            Thread.sleep(Math.min(100, left(deadline)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return left(deadline) > 1;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // Nobody listens, which is what was wanted.
        }
    }
}
