package dev.azulejo.nn.peer.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SameMachineTest {
    private Socket caller;
    private Socket called;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            caller = SocketChannel.open(listener.getLocalAddress()).socket();
            called = listener.accept().socket();
        }
    }

    @AfterEach
    void close() throws IOException {
        caller.close();
        called.close();
    }

    @Test
    void bothTakeTheShortWayAndLeaveNoFile() throws Exception {
        var taken = CompletableFuture.supplyAsync(() -> take(caller));
        try (SocketChannel offered = SameMachine.offer(called, true);
                SocketChannel way = taken.get()) {
            assertThat(offered.getLocalAddress()).isInstanceOfSatisfying(UnixDomainSocketAddress.class, address -> {
                assertThat(address.getPath()).doesNotExist();
                assertThat(address.getPath().getParent()).doesNotExist();
            });
            assertThat(way.getRemoteAddress()).isEqualTo(offered.getLocalAddress());
            assertThat(caller.isClosed() && called.isClosed()).isTrue();
        }
    }

    @Test
    void whoSeesNoSuchFolderStaysOnTcp() throws Exception {
        Path gone = Files.createTempDirectory("azulejo");
        Files.delete(gone);
        new DataOutputStream(called.getOutputStream())
                .writeUTF(gone.resolve("ring").toString());
        assertThat(SameMachine.take(caller)).isSameAs(caller.getChannel());
        assertThat(new DataInputStream(called.getInputStream()).readBoolean()).isFalse();
    }

    @Test
    void whoIsToldThatTheOtherDoesNotSeeItStaysOnTcp() throws Exception {
        new DataOutputStream(caller.getOutputStream()).writeBoolean(false);
        assertThat(SameMachine.offer(called, true)).isSameAs(called.getChannel());
        assertThat(Path.of(new DataInputStream(caller.getInputStream()).readUTF())
                        .getParent())
                .doesNotExist();
    }

    @Test
    void whoDoesNotWantItStaysOnTcp() throws Exception {
        assertThat(SameMachine.offer(called, false)).isSameAs(called.getChannel());
        assertThat(SameMachine.take(caller)).isSameAs(caller.getChannel());
    }

    private static SocketChannel take(Socket socket) {
        try {
            return SameMachine.take(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
