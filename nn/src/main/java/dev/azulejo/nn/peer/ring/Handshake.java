package dev.azulejo.nn.peer.ring;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two workers make sure of each other before the first number is sent: each answers the other's challenge by
 * HMAC-SHA-256 under the job's secret, which is never sent. What follows is neither encrypted nor signed.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Handshake(byte[] secret, int size) {
    private static final int CHALLENGE = 32;
    private static final byte CALLER = 1;
    private static final byte LISTENER = 2;

    /** Greets as the one that called. */
    void call(Socket socket, int rank, int called) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        byte[] theirs = read(in);
        byte[] mine = challenge();
        out.writeInt(rank);
        out.writeInt(called);
        out.write(mine);
        out.write(answer(CALLER, rank, called, theirs, mine));
        out.flush();
        require(read(in), answer(LISTENER, rank, called, theirs, mine));
    }

    /** Greets as the one that was called, who expects the worker before it. */
    void answer(Socket socket, int rank) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        byte[] mine = challenge();
        out.write(mine);
        out.flush();
        int caller = in.readInt();
        int called = in.readInt();
        byte[] theirs = read(in);
        require(read(in), answer(CALLER, caller, called, mine, theirs));
        if (called != rank || Math.floorMod(caller + 1, size) != rank) {
            throw new IOException("worker " + caller + " called worker " + called + " at the address of " + rank);
        }
        out.write(answer(LISTENER, caller, called, mine, theirs));
        out.flush();
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[CHALLENGE];
        in.readFully(bytes);
        return bytes;
    }

    private static byte[] challenge() {
        byte[] random = new byte[CHALLENGE];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private byte[] answer(byte role, int caller, int called, byte[] listeners, byte[] callers) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(role);
            mac.update(ByteBuffer.allocate(12)
                    .putInt(size)
                    .putInt(caller)
                    .putInt(called)
                    .array());
            mac.update(listeners);
            return mac.doFinal(callers);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }

    private static void require(byte[] found, byte[] expected) throws IOException {
        if (!MessageDigest.isEqual(found, expected)) {
            throw new IOException("it does not know this job's secret");
        }
    }
}
