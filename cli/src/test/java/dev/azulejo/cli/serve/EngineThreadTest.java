package dev.azulejo.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come while the engine computes: they wait, not too many and not too long. */
class EngineThreadTest {
    @TempDir
    Path folder;

    private EngineThread engineThread(Duration patience) throws Exception {
        return new EngineThread(
                Served.copy("ema", folder.resolve("run")),
                new MissingPriors(),
                new Engine(Backends.choose("scalar", 1)),
                patience);
    }

    @Test
    void whoComesWhenTheQueueIsFullIsSentAway() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (EngineThread thread = engineThread(EngineThread.PATIENCE);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> thread.ask(run -> {
                begun.countDown();
                await(end);
                return run.version();
            })));
            await(begun);
            for (int i = 0; i < EngineThread.WAITING; i++) {
                answers.add(threads.submit(() -> thread.ask(OpenRun::version)));
            }
            while (thread.waiting() < EngineThread.WAITING) {
                Thread.sleep(5);
            }
            assertThatThrownBy(() -> thread.ask(OpenRun::version))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(503))
                    .hasMessageContaining("16 requests wait already");
            end.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("120-20-20");
            }
        }
    }

    @Test
    void whatTakesTooLongIsGivenUpAndTheNextOneHasItsTurn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (EngineThread thread = engineThread(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> thread.ask(run -> {
                        await(end);
                        return run.decode(List.of(List.of(new int[16], new int[4])));
                    }))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(504));
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
