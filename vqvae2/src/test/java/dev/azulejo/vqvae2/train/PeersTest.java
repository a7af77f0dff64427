package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.peer.Peers;
import dev.azulejo.nn.peer.ring.Address;
import dev.azulejo.nn.peer.ring.RingSeat;
import dev.azulejo.nn.train.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that train one model take the steps of one process with their batches together, up to the order of sums. */
@Timeout(120)
class PeersTest {
    private static final long SEED = 11;
    private static final int STEPS = 20;
    private static final Split IMAGES = split(new Stripes(40, 16, 1));

    @TempDir
    Path folder;

    private static Split split(ImageData images) {
        return Split.of(images.subset(0, 30), images.subset(30, 40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference",
                "ema",
                "levels=3 wiring=paper level_dropout=0.4 max_gradient_norm=0",
                "quantizer=residual restart_every=6",
                "quantizer=cosine restart_every=6 restart_below=2 learning_rate=1e-3",
                "init=data restart_every=6 restart_below=2",
                "max_gradient_norm=0.1 level_dropout=0.4"
            })
    void twoTakeTheStepsOfOne(String what) throws Exception {
        Map<String, float[]> one = train("one", 1, what, STEPS);
        Map<String, float[]> two = train("two", 2, what, STEPS);
        assertThat(two.keySet()).isEqualTo(one.keySet());
        one.forEach((name, values) -> {
            float[] others = two.get(name);
            for (int i = 0; i < values.length; i++) {
                assertThat(others[i]).as(name).isCloseTo(values[i], within(1e-5f * Math.max(1, Math.abs(values[i]))));
            }
        });
        assertThat(train("again", 2, what, STEPS)).containsExactlyEntriesOf(two);
    }

    @Test
    void whatGoesRoundBesideTheWalkBackLeavesTheSameBits() throws Exception {
        String what = "init=data restart_every=6 max_gradient_norm=0.1";
        Map<String, float[]> beside = train("beside", 3, what.concat(" batch=9"), STEPS);
        System.setProperty("azulejo.replay", "false"); // Then nothing is handed over before the end.
        try {
            assertThat(train("behind", 3, what.concat(" batch=9"), STEPS)).containsExactlyEntriesOf(beside);
        } finally {
            System.clearProperty("azulejo.replay");
        }
    }

    @Test
    void aRunThatTwoBeganGoesOnAsIfNeverStopped() throws Exception {
        String what = "init=data restart_every=6";
        Map<String, float[]> whole = train("whole", 2, what, STEPS);
        train("stopped", 2, what, 7);
        assertThat(train("stopped", 2, what, STEPS)).containsExactlyEntriesOf(whole);
    }

    @Test
    void aRunBegunOnTwoGoesOnOnFour() throws Exception {
        train("more", 2, "ema", 7);
        Map<String, float[]> four = train("more", 4, "ema", 9);
        Map<String, float[]> one = train("fewer", 1, "ema", 9);
        one.forEach((name, values) -> assertThat(four.get(name)).as(name).containsExactly(values, within(1e-4f)));
    }

    @Test
    void aBatchThatCannotBeDividedIsRefused() {
        assertThatThrownBy(() -> train("three", 3, "ema", 2))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("batch 8: 3 workers cannot have equally many images of it");
    }

    private Map<String, float[]> train(String name, int peers, String what, int steps) throws Exception {
        Path path = folder.resolve(name);
        if (!ModelRun.exists(path)) {
            ModelRun.begin(path, configuration(what), IMAGES, SEED);
        }
        together(peers, peer -> {
            try (Engine engine = new Engine(Backends.choose("vector", 1))) {
                return ModelRun.open(path)
                        .withSteps(steps)
                        .with(peer)
                        .train(engine, IMAGES, options -> options, Progress.NONE)
                        .step();
            }
        });
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (Parameter parameter : ModelRun.open(path).load(engine).parameters()) {
                values.put(parameter.name(), parameter.value().toArray());
            }
            return values;
        }
    }

    private static Configuration configuration(String what) {
        boolean preset = !what.contains("=");
        List<String> settings = new ArrayList<>(List.of(
                "batch=8",
                "hidden=8",
                "res_blocks=1",
                "code_dim=4",
                "codes=16",
                "image_size=16",
                "channels=1",
                "steps=20",
                "learning_rate=3e-3"));
        if (!preset) {
            settings.addAll(List.of(what.split(" ")));
        }
        return Configuration.preset(preset ? what : "ema").with(settings);
    }

    private interface Work {
        long by(Peers peers);
    }

    private static void together(int size, Work work) throws Exception {
        List<RingSeat> seats = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            seats.add(RingSeat.open("127.0.0.1"));
        }
        List<Address> addresses = seats.stream().map(RingSeat::address).toList();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int rank = i;
            tasks.add(() -> {
                try (Peers peers = seats.get(rank).join(rank, addresses, new byte[] {1}, Duration.ofSeconds(30))) {
                    return work.by(peers);
                }
            });
        }
        try (var threads = Executors.newCachedThreadPool()) {
            for (Future<Long> end : threads.invokeAll(tasks)) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
