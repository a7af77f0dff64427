package dev.azulejo.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.program.Scalars;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.Previews;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    private static final RunInfo INFO = RunInfo.of("regression", Map.of("width", 8), 7, "made up", "abc");
    private static final LoopOptions OPTIONS =
            LoopOptions.of(30).withLogEvery(4).withCheckpoints(10, null).withEvaluateEvery(6);

    @TempDir
    Path folder;

    private RunDirectory run(String name) {
        Path path = folder.resolve(name);
        return RunDirectory.exists(path) ? RunDirectory.open(path) : RunDirectory.create(path, INFO);
    }

    private static TrainingLoop.Outcome train(RunDirectory run, LoopOptions options) {
        return train(run, options, step -> {}, Progress.NONE);
    }

    private static TrainingLoop.Outcome train(
            RunDirectory run, LoopOptions options, LongConsumer before, Progress progress) {
        return train(run, options, before, progress, 1);
    }

    private static TrainingLoop.Outcome train(
            RunDirectory run, LoopOptions options, LongConsumer before, Progress progress, int threads) {
        try (Engine engine = new Engine(Backends.choose(Backends.defaultName(), threads))) {
            return new TrainingLoop(run, new Regression(engine, 7, before), options, progress).run();
        }
    }

    /** All bytes that a run leaves at its end, by file. */
    private static Map<String, String> bytes(RunDirectory run) throws IOException {
        Map<String, String> all = new java.util.TreeMap<>();
        Path last = Checkpoints.of(run).require().folder();
        for (String name : List.of("model.safetensors", "optimizer.safetensors", "average.safetensors", "state.json")) {
            all.put(name, HexFormat.of().formatHex(Files.readAllBytes(last.resolve(name))));
        }
        all.put("metrics", Files.readString(run.metrics().file()));
        try (Stream<Path> previews = Files.list(Previews.of(run).folder())) {
            for (Path file : previews.toList()) {
                all.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @Test
    void learns() {
        RunDirectory run = run("run");
        TrainingLoop.Outcome outcome = train(run, LoopOptions.of(100).withLogEvery(10));
        List<Metrics.Line> lines = run.metrics().read();
        assertThat(outcome.step()).isEqualTo(100);
        assertThat(outcome.end()).isEqualTo(TrainingLoop.End.FINISHED);
        assertThat(outcome.itemsPerSecond()).isPositive();
        assertThat(lines)
                .extracting(Metrics.Line::step)
                .containsExactly(1L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L, 100L);
        assertThat(lines.getLast().values()).isEqualTo(outcome.metrics());
        assertThat(outcome.metrics().get("loss"))
                .isLessThan(0.2 * lines.getFirst().values().get("loss"));
    }

    @Test
    void someStepsAndTheLastOneAreShown() throws IOException {
        RunDirectory run = run("run");
        train(run, OPTIONS);
        assertThat(Previews.of(run).steps()).containsOnlyKeys(2L, 5L, 10L, 20L, 30L);
        assertThat(Previews.of(run).wanted()).exists();
        assertThat(new LinkedHashSet<>(bytes(run).values())).hasSize(bytes(run).size());
    }

    @Test
    void stoppedAndResumedLeavesTheSameBytes() throws IOException {
        RunDirectory straight = run("straight");
        train(straight, OPTIONS);
        for (int at : new int[] {1, 7, 10, 12, 29}) {
            RunDirectory stopped = run("stopped-" + at);
            long[] now = {0};
            TrainingLoop.Outcome first =
                    train(stopped, OPTIONS.withStop(() -> now[0] == at), step -> now[0] = step, Progress.NONE, 2);
            assertThat(first.end()).isEqualTo(TrainingLoop.End.STOPPED);
            assertThat(first.step()).isEqualTo(at);
            TrainingLoop.Outcome second = train(stopped, OPTIONS);
            assertThat(second.step()).isEqualTo(30);
            assertThat(bytes(stopped)).as("stopped at " + at).isEqualTo(bytes(straight));
        }
    }

    @Test
    void killedBetweenCheckpointsLeavesTheSameBytes() throws IOException {
        RunDirectory straight = run("straight");
        train(straight, OPTIONS);
        RunDirectory killed = run("killed");
        for (int at : new int[] {6, 17, 25}) {
            assertThatThrownBy(() -> train(
                            killed,
                            OPTIONS,
                            step -> {
                                if (step == at) {
                                    throw new IllegalStateException("killed");
                                }
                            },
                            Progress.NONE))
                    .hasMessage("killed");
        }
        // What a kill may leave besides: a torn line, a half-written folder.
        Files.writeString(killed.metrics().file(), "{\"step\":24,\"lo", StandardOpenOption.APPEND);
        Files.createDirectories(Checkpoints.of(killed).folder().resolve(".13.partial-999999999"));
        Files.createDirectories(Checkpoints.of(killed).folder().resolve("28"));
        List<Long> starts = new ArrayList<>();
        train(killed, OPTIONS, step -> {}, new Progress() {
            @Override
            public void started(long step, long steps) {
                starts.add(step);
            }
        });
        assertThat(starts).containsExactly(20L);
        assertThat(Checkpoints.of(killed).folder().resolve(".13.partial-999999999"))
                .doesNotExist();
        assertThat(bytes(killed)).isEqualTo(bytes(straight));
    }

    @Test
    void timeLimitEndsWithACheckpoint() {
        RunDirectory run = run("run");
        TrainingLoop.Outcome outcome = train(run, OPTIONS.withLimit(Duration.ZERO));
        assertThat(outcome.end()).isEqualTo(TrainingLoop.End.OUT_OF_TIME);
        assertThat(outcome.step()).isEqualTo(1);
        assertThat(Checkpoints.of(run).require().step()).isEqualTo(1);
    }

    @Test
    void finishedRunHasNothingToDo() throws IOException {
        RunDirectory run = run("run");
        TrainingLoop.Outcome first = train(run, OPTIONS);
        Map<String, String> before = bytes(run);
        TrainingLoop.Outcome second = train(
                run,
                OPTIONS,
                step -> {
                    throw new AssertionError("step " + step);
                },
                Progress.NONE);
        assertThat(second.step()).isEqualTo(30);
        assertThat(second.metrics()).isEqualTo(first.metrics());
        assertThat(bytes(run)).isEqualTo(before);
    }

    @Test
    void divergenceIsNamed() {
        RunDirectory run = run("run");
        assertThatThrownBy(() -> {
                    try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
                        Regression[] it = new Regression[1];
                        it[0] = new Regression(engine, 7, step -> {
                            if (step == 12) {
                                Parameter bias = it[0].parameters().get("1.bias");
                                bias.value().set(Float.NaN, 0);
                            }
                        });
                        new TrainingLoop(run, it[0], OPTIONS, Progress.NONE).run();
                    }
                })
                .isInstanceOf(UserException.class)
                .hasMessageContaining("step 12: loss is NaN")
                .hasMessageContaining("checkpoint of step 10")
                .hasMessageContaining("lower learning rate");
        assertThat(Checkpoints.of(run).require().step()).isEqualTo(10);
    }

    /** From step 21 on a weight is so large that the loss is, which float32 can still hold. */
    @Test
    void anAbsurdLossIsADivergenceAlsoAfterAResumption() {
        RunDirectory run = run("run");
        train(run, OPTIONS.withStop(() -> true), step -> {}, Progress.NONE);
        assertThatThrownBy(() -> {
                    try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
                        Regression[] it = new Regression[1];
                        it[0] = new Regression(engine, 7, step -> {
                            if (step > 20) {
                                it[0].parameters().get("1.bias").value().set(1e14f, 0);
                            }
                        });
                        new TrainingLoop(run, it[0], OPTIONS, Progress.NONE).run();
                    }
                })
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("step 24: loss is ")
                .hasMessageContaining("checkpoint of step 20 is still good");
    }

    /** The update after the last loss made a weight infinite: what could not be loaded again is not saved. */
    @Test
    void weightsThatAreNoNumbersAreNotSaved() {
        RunDirectory run = run("run");
        Regression[] it = new Regression[1];
        assertThatThrownBy(() -> {
                    try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
                        it[0] = new Regression(engine, 7, step -> {});
                        Trainer last = new Damaging(it[0], 10);
                        new TrainingLoop(run, last, OPTIONS, Progress.NONE).run();
                    }
                })
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("step 10: 1.bias holds Infinity")
                .hasMessageContaining("there is no checkpoint yet");
        assertThat(Checkpoints.of(run).complete()).isEmpty();
    }

    @Test
    void aChangedLogIsSaid() throws IOException {
        RunDirectory run = run("run");
        train(run, OPTIONS.withStop(() -> true), step -> {}, Progress.NONE);
        Path log = run.metrics().file();
        Files.writeString(log, Files.readString(log).replaceFirst("\"loss\":[0-9]", "\"loss\":7"));
        List<String> warnings = new ArrayList<>();
        train(run, OPTIONS, step -> {}, new Progress() {
            @Override
            public void warned(String line) {
                warnings.add(line);
            }
        });
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst()).startsWith(log + ": is not as it was written");
    }

    /** Damages a weight after a step. */
    private record Damaging(Regression inner, long at) implements Trainer {
        @Override
        public Engine engine() {
            return inner.engine();
        }

        @Override
        public dev.azulejo.nn.Parameters parameters() {
            return inner.parameters();
        }

        @Override
        public dev.azulejo.nn.Parameters optimizer() {
            return inner.optimizer();
        }

        @Override
        public int itemsPerStep() {
            return inner.itemsPerStep();
        }

        @Override
        public Scalars step(long step) {
            Scalars scalars = inner.step(step);
            if (step == at) {
                parameters().get("1.bias").value().set(Float.POSITIVE_INFINITY, 0);
            }
            return scalars;
        }
    }
}
