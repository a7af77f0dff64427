package dev.azulejo.nn.peer.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Scope;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.peer.AllReduce;
import dev.azulejo.nn.peer.PeerFailedException;
import dev.azulejo.nn.peer.PeerLostException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.peer.Summands;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass(name = "short way: {0}")
@ValueSource(booleans = {true, false})
class RingTest {
    private static final byte[] SECRET = "of this job".getBytes(StandardCharsets.UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Parameter
    boolean shortWay;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void sumsAreInTheOrderOfTheRanks(int size) throws Exception {
        for (int n : new int[] {1, 7, Summands.CHUNK, Summands.CHUNK + 1, 40 * Summands.CHUNK + 3}) {
            float[] expected = values(0, n);
            for (int rank = 1; rank < size; rank++) {
                float[] more = values(rank, n);
                for (int i = 0; i < n; i++) {
                    expected[i] += more[i];
                }
            }
            for (float[] sum : all(size, peers -> {
                float[] mine = values(peers.rank(), n);
                peers.sum(mine);
                return mine;
            })) {
                assertThat(sum).isEqualTo(expected);
            }
        }
    }

    private static float[] values(int rank, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) Math.sin(i + 1000.0 * rank) * (1 << i % 20); // Sums of these depend on their order.
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whatIsHandedOverBitByBitIsSummedMeanwhile(int size) throws Exception {
        int[] sizes = {1, 5, 3 * Summands.CHUNK + 7, 64, Summands.CHUNK - 3, 2 * Summands.CHUNK, 1};
        for (float[][] summed : all(size, peers -> handOver(peers, sizes))) {
            for (int i = 0; i < sizes.length; i++) {
                float[] expected = values(0, sizes[i]);
                for (int rank = 1; rank < size; rank++) {
                    float[] more = values(rank, sizes[i]);
                    for (int k = 0; k < expected.length; k++) {
                        expected[k] += more[k];
                    }
                }
                for (int k = 0; i % 2 == 0 && k < expected.length; k++) {
                    expected[k] *= 1f / size;
                }
                assertThat(summed[i]).isEqualTo(expected);
            }
        }
    }

    /** In turn means and sums, a slow worker's among them. */
    private static float[][] handOver(Peers peers, int... sizes) {
        float[][] summed = new float[sizes.length][];
        try (Engine engine = new Engine(Backends.choose("scalar", 1));
                Scope _ = engine.scope()) {
            List<Tensor> tensors = new ArrayList<>();
            try (AllReduce allReduce = new AllReduce(peers)) {
                for (int i = 0; i < sizes.length; i++) {
                    Tensor tensor = engine.tensor(Shape.of(sizes[i]), values(peers.rank(), sizes[i]));
                    tensors.add(tensor);
                    sleep((peers.rank() + i) % peers.size() * 20L);
                    if (i % 2 == 0) {
                        allReduce.mean(tensor);
                    } else {
                        allReduce.sum(tensor);
                    }
                }
                allReduce.await();
            }
            Arrays.setAll(summed, i -> tensors.get(i).toArray());
        }
        return summed;
    }

    @Test
    void aStepThatFailsLeavesNoThreadBehind() throws Exception {
        all(2, peers -> {
            try (AllReduce _ = new AllReduce(peers)) {
                return peers;
            }
        });
        for (int tries = 0; tries < 100 && adding(); tries++) {
            sleep(20);
        }
        assertThat(adding()).isFalse();
    }

    private static boolean adding() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("azulejo-all-reduce"));
    }

    @Test
    void nothingIsSummedToo() throws Exception {
        for (float[] sum : all(3, peers -> {
            float[] mine = {1, 2};
            peers.sum();
            peers.sum(mine);
            return mine;
        })) {
            assertThat(sum).containsExactly(3, 6);
        }
    }

    @Test
    void whatTheFirstHasAllHave() throws Exception {
        int n = 64 * Ring.LONGEST + 5; // More than is on its way at once.
        byte[] firsts = new byte[n];
        Arrays.setAll(new int[n], i -> firsts[i] = (byte) (i * 31));
        for (byte[] shared : all(3, peers -> {
            byte[] mine = peers.rank() == 0 ? firsts.clone() : new byte[n];
            peers.share((byte) peers.rank());
            peers.share(mine);
            peers.sum(1);
            return mine;
        })) {
            assertThat(shared).isEqualTo(firsts);
        }
    }

    @Test
    void othersHearWhyOneFails() {
        assertThatThrownBy(() -> all(3, peers -> {
                    if (peers.rank() == 1) {
                        peers.fail("worker 1 has no disk left");
                        return peers;
                    }
                    peers.sum(1, 2);
                    return peers;
                }))
                .isInstanceOf(PeerFailedException.class)
                .hasMessage("worker 1 has no disk left");
    }

    @Test
    void aWorkerThatIsGoneIsNamed() throws Exception {
        List<RingSeat> seats = List.of(open(), open());
        assertThatThrownBy(() -> all(seats, SOON, peers -> {
                    if (peers.rank() == 1) {
                        peers.close();
                        return peers;
                    }
                    peers.sum(1, 2);
                    return peers;
                }))
                .isInstanceOf(PeerLostException.class)
                .hasMessageContaining(
                        "worker 1 of 2 at 127.0.0.1:" + seats.get(1).address().port());
    }

    @Test
    void aWorkerThatIsSlowIsWaitedForAsLongAsItIsAlive() throws Exception {
        List<RingSeat> seats = List.of(open(), open());
        for (float[] sum : all(seats, Duration.ofMillis(600), peers -> {
            float[] mine = {1};
            if (peers.rank() == 0) {
                sleep(1500); // Longer than the time-out: an evaluation, say.
            }
            peers.sum(mine);
            return mine;
        })) {
            assertThat(sum).containsExactly(2);
        }
    }

    @Test
    void aWorkerThatDoesNotComeIsNamed() {
        List<Address> addresses;
        try (RingSeat absent = open()) {
            addresses = List.of(open().address(), absent.address());
        }
        RingSeat here = open();
        assertThatThrownBy(() -> here.join(0, addresses, SECRET, Duration.ofMillis(500)))
                .isInstanceOf(PeerLostException.class)
                .hasMessageContaining("cannot reach worker 1 at " + addresses.get(1))
                .hasMessageContaining("let the workers reach each other");
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefusedAndTheOthersGoOn() throws Exception {
        List<RingSeat> seats = List.of(open(), open());
        List<Address> addresses = seats.stream().map(RingSeat::address).toList();
        Future<?> stranger = threads.submit(() -> {
            try (RingSeat seat = open()) {
                return seat.join(1, addresses, new byte[] {1}, Duration.ofSeconds(2));
            }
        });
        assertThatThrownBy(stranger::get).hasRootCauseInstanceOf(IOException.class);
        for (float[] sum : all(seats, SOON, peers -> {
            float[] mine = {2};
            peers.sum(mine);
            return mine;
        })) {
            assertThat(sum).containsExactly(4);
        }
    }

    @Test
    void whoSpeaksAnotherLanguageIsRefused() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 5)) {
            Future<?> _ = threads.submit(() -> {
                try (Socket caller = other.accept()) {
                    caller.getOutputStream()
                            .write("220 mail.example.org ESMTP, and more than 32 bytes"
                                    .getBytes(StandardCharsets.US_ASCII));
                    return caller.getInputStream().readNBytes(72);
                }
            });
            RingSeat here = open();
            var addresses = List.of(here.address(), new Address("127.0.0.1", other.getLocalPort()));
            assertThatThrownBy(() -> here.join(0, addresses, SECRET, Duration.ofSeconds(3)))
                    .isInstanceOf(PeerLostException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    void partsOfABatchAreEqual() throws Exception {
        assertThat(all(2, peers -> peers.part(6))).containsExactly(3, 3);
        assertThatThrownBy(() -> all(2, peers -> peers.part(5)))
                .hasMessage("batch 5: 2 workers cannot have equally many images of it; take a multiple of 2, or another"
                        + " number of workers");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RingSeat open() {
        return RingSeat.open("127.0.0.1", shortWay);
    }

    private <T> List<T> all(int size, Function<Peers, T> work) throws Exception {
        List<RingSeat> seats = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            seats.add(open());
        }
        return all(seats, SOON, work);
    }

    private <T> List<T> all(List<RingSeat> seats, Duration timeout, Function<Peers, T> work) throws Exception {
        List<Address> addresses = seats.stream().map(RingSeat::address).toList();
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < seats.size(); i++) {
            int rank = i;
            tasks.add(() -> {
                try (Peers peers = seats.get(rank).join(rank, addresses, SECRET, timeout)) {
                    return work.apply(peers);
                }
            });
        }
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
        return results;
    }
}
