package dev.azulejo.nn.peer.ring;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The short way between two workers of one machine: a Unix domain socket, which takes half of the processor time of TCP. They agree on
 * it over TCP, once each has proved that it knows the secret, and stay there where they have no folder in common.
 */
final class SameMachine {
    private static final String NONE = "";

    private SameMachine() {}

    /** {@return the connection that the two go on by, for the one that was called; TCP if it does not want the short way} */
    static SocketChannel offer(Socket tcp, boolean wanted) throws IOException {
        Path folder = wanted && tcp.getInetAddress().equals(tcp.getLocalAddress()) ? folder() : null;
        if (folder == null) {
            write(tcp, NONE);
            return tcp.getChannel();
        }
        Path name = folder.resolve("ring");
        try (ServerSocketChannel listener = listen(name)) {
            write(tcp, listener == null ? NONE : name.toString());
            if (listener == null || !new DataInputStream(tcp.getInputStream()).readBoolean()) {
                return tcp.getChannel();
            }
            SocketChannel way = listener.accept();
            tcp.close();
            return way;
        } finally {
            Files.deleteIfExists(name);
            Files.deleteIfExists(folder);
        }
    }

    /** {@return the connection that the two go on by, for the one that called} */
    static SocketChannel take(Socket tcp) throws IOException {
        String name = new DataInputStream(tcp.getInputStream()).readUTF();
        if (name.equals(NONE)) {
            return tcp.getChannel();
        }
        SocketChannel way = connect(name);
        new DataOutputStream(tcp.getOutputStream()).writeBoolean(way != null);
        if (way == null) {
            return tcp.getChannel();
        }
        tcp.close();
        return way;
    }

    /** {@return a folder that only this user enters; null without one} */
    private static Path folder() {
        try {
            return Files.createTempDirectory("azulejo");
        } catch (IOException e) {
            return null;
        }
    }

    /** {@return a socket of a name; null where the system has none, or none of so long a name} */
    private static ServerSocketChannel listen(Path name) {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(name));
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** {@return a connection; null if the name is not of a folder that this worker sees} */
    private static SocketChannel connect(String name) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(name));
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private static void write(Socket tcp, String name) throws IOException {
        var out = new DataOutputStream(tcp.getOutputStream());
        out.writeUTF(name);
        out.flush();
    }
}
