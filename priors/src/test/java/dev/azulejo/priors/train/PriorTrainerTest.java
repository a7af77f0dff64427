package dev.azulejo.priors.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.Metrics;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.priors.CodeGrid;
import dev.azulejo.priors.CodePrior;
import dev.azulejo.priors.Toys;
import dev.azulejo.vqvae2.train.CodeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorTrainerTest {
    private static final List<String> FILES =
            List.of("model.safetensors", "optimizer.safetensors", "average.safetensors", "state.json");

    @TempDir
    private Path folder;

    private static PriorConfiguration tiny(String... settings) {
        return PriorConfiguration.preset("tiny").with(List.of(settings));
    }

    private Map<String, Double> train(Path at, int threads, long steps, PriorConfiguration configuration) {
        CodeStore store = Toys.repeating(220, 200, 5, 3, 4, 0.8);
        PriorRun run = new PriorRun("top", new CodeGrid(5, 3, 4, 0), configuration);
        RunDirectory directory =
                RunDirectory.exists(at) ? RunDirectory.open(at) : RunDirectory.create(at, run.info(3, store, "toy"));
        try (Engine engine = new Engine(Backends.choose(Backends.defaultName(), threads))) {
            CodePrior prior = PriorRun.of(directory).create(engine, 3);
            PriorTrainer trainer = new PriorTrainer(prior, configuration.training(), null, store, 0, 3);
            new TrainingLoop(directory, trainer, LoopOptions.of(steps).withEvaluateEvery(4), Progress.NONE).run();
            return trainer.evaluate(steps);
        }
    }

    @Test
    void aStopAndAResumeLeaveTheSameBits() throws IOException {
        PriorConfiguration configuration = tiny("classes=5");
        train(folder.resolve("whole"), 2, 8, configuration);
        train(folder.resolve("parts"), 2, 3, configuration);
        train(folder.resolve("parts"), 2, 8, configuration);
        assertSame("whole", "parts", 8);
        assertThat(folder.resolve("whole/metrics.jsonl"))
                .content()
                .contains("\"nats_per_code\":")
                .contains("\"train_nats_per_code\":");
    }

    @Test
    void trainingEndsWhenHeldOutNatsNoLongerFallAndTheBestWeightsAreUsed() throws IOException {
        Ended whole = untilNoBetter("whole", LoopOptions.of(STEPS), 0);
        assertThat(whole.outcome().end()).isEqualTo(TrainingLoop.End.NO_BETTER);
        long end = whole.outcome().step();
        List<Metrics.Line> measured = RunDirectory.open(folder.resolve("whole")).metrics().read().stream()
                .filter(line -> line.values().containsKey(PriorTrainer.HELD_OUT))
                .toList();
        Metrics.Line best = measured.stream()
                .min(Comparator.comparing(line -> line.values().get(PriorTrainer.HELD_OUT)))
                .orElseThrow();
        assertThat(best.step())
                .isEqualTo(end - PATIENCE)
                .isEqualTo(whole.best())
                .isPositive();
        assertThat(measured.getLast().step()).isEqualTo(end).isLessThan(STEPS);
        double lowest = best.values().get(PriorTrainer.HELD_OUT);
        assertThat(nats("whole")).isCloseTo(lowest, within(1e-6));

        // A stop before and after the best step, one at it, and a kill after a checkpoint.
        for (long at : new long[] {3, best.step(), end - 3}) {
            String name = "stopped-" + at;
            assertThat(untilNoBetter(name, LoopOptions.of(STEPS), at).outcome().end())
                    .isEqualTo(TrainingLoop.End.STOPPED);
            assertThat(untilNoBetter(name, LoopOptions.of(STEPS), 0)).isEqualTo(whole);
            assertSame("whole", name, (int) end);
            assertThat(folder.resolve(name + "/metrics.jsonl"))
                    .hasSameTextualContentAs(folder.resolve("whole/metrics.jsonl"));
        }
        assertThatThrownBy(() -> untilNoBetter("killed", LoopOptions.of(STEPS).withCheckpoints(5, null), 1 - end))
                .hasMessage("killed");
        assertThat(untilNoBetter("killed", LoopOptions.of(STEPS), 0)).isEqualTo(whole);
        assertSame("whole", "killed", (int) end);

        // What has ended stays so.
        assertThat(untilNoBetter("whole", LoopOptions.of(STEPS), 0)).isEqualTo(whole);
        assertThat(nats("whole")).isCloseTo(lowest, within(1e-6));
    }

    private static final int STEPS = 400;
    private static final int PATIENCE = 10;

    private record Ended(TrainingLoop.Outcome outcome, long best) {}

    /** Learns a few codes of pure noise by heart; stops after a step, or is killed after one with a minus; 0 for neither. */
    private Ended untilNoBetter(String name, LoopOptions options, long stop) {
        Path at = folder.resolve(name);
        PriorConfiguration configuration = tiny(
                "dropout=0", "learning_rate=0.01", "batch=8", "polyak=0", "stop_after=" + PATIENCE, "steps=" + STEPS);
        CodeStore store = noise();
        PriorRun run = new PriorRun("top", new CodeGrid(5, 3, 4, 0), configuration);
        RunDirectory directory =
                RunDirectory.exists(at) ? RunDirectory.open(at) : RunDirectory.create(at, run.info(3, store, "toy"));
        try (Engine engine = Toys.engine()) {
            CodePrior prior = PriorRun.of(directory).create(engine, 3);
            PriorTrainer trainer = new PriorTrainer(prior, configuration.training(), null, store, 0, 3);
            long[] now = {0};
            long[] best = {0};
            Progress progress = new Progress() {
                @Override
                public void stepped(long step, long steps) {
                    now[0] = step;
                    if (step == -stop) {
                        throw new IllegalStateException("killed");
                    }
                }

                @Override
                public void noBetter(long step, long lowest, double figure) {
                    best[0] = lowest;
                }
            };
            TrainingLoop.Outcome outcome =
                    new TrainingLoop(directory, trainer, options.withStop(() -> now[0] + 1 == stop), progress).run();
            return new Ended(new TrainingLoop.Outcome(outcome.step(), outcome.end(), outcome.metrics(), 0), best[0]);
        }
    }

    private static CodeStore noise() {
        return Toys.repeating(60, 20, 5, 3, 4, 0.3);
    }

    /** On held-out codes, by the weights that a user of the run gets. */
    private double nats(String name) {
        CodeStore store = noise();
        try (Engine engine = Toys.engine()) {
            CodePrior prior = PriorRun.load(engine, RunDirectory.open(folder.resolve(name)));
            return PriorEvaluation.natsPerCode(prior, null, store, 0, store.train(), store.count());
        }
    }

    @Test
    void stoppingEarlyNeedsHeldOutImages() {
        try (Engine engine = Toys.engine()) {
            CodeStore store = Toys.repeating(20, 20, 5, 3, 4, 0.3);
            PriorConfiguration configuration = tiny("stop_after=10");
            CodePrior prior = new PriorRun("top", new CodeGrid(5, 3, 4, 0), configuration).create(engine, 1);
            assertThatThrownBy(() -> new PriorTrainer(prior, configuration.training(), null, store, 0, 1))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("stop_after 10: no images are held out");
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws IOException {
        train(folder.resolve("one"), 1, 5, tiny());
        train(folder.resolve("three"), 3, 5, tiny());
        assertSame("one", "three", 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"azulejo.replay=false", "azulejo.poison=true"})
    void eagerReplayedAndPoisonedStepsHaveTheSameBits(String property) throws IOException {
        PriorConfiguration configuration = tiny("classes=5", "dropout=0.3");
        train(folder.resolve("replayed"), 2, 5, configuration);
        String name = property.substring(0, property.indexOf('='));
        System.setProperty(name, property.substring(name.length() + 1));
        try {
            train(folder.resolve("other"), 2, 5, configuration);
        } finally {
            System.clearProperty(name);
        }
        assertSame("replayed", "other", 5);
    }

    private void assertSame(String one, String other, int step) throws IOException {
        List<String> files = new ArrayList<>(FILES);
        if (Files.exists(folder.resolve(one + "/checkpoints/" + step + "/best.safetensors"))) {
            files.add("best.safetensors");
        }
        for (String file : files) {
            byte[] expected = Files.readAllBytes(folder.resolve(one + "/checkpoints/" + step + "/" + file));
            byte[] found = Files.readAllBytes(folder.resolve(other + "/checkpoints/" + step + "/" + file));
            assertThat(Arrays.equals(expected, found)).as(file).isTrue();
        }
    }

    @Test
    void aToyDistributionIsLearnedToNearItsEntropy() {
        CodeStore store = Toys.repeating(2400, 2000, 5, 3, 4, 0.8);
        double entropy = (Math.log(5) + 11 * Toys.repeatingEntropy(5, 0.8)) / 12;
        try (Engine engine = Toys.engine()) {
            PriorConfiguration configuration = tiny("batch=64", "steps=250", "learning_rate=5e-3", "dropout=0");
            CodePrior prior = new PriorRun("top", new CodeGrid(5, 3, 4, 0), configuration).create(engine, 1);
            PriorTrainer trainer = new PriorTrainer(prior, configuration.training(), null, store, 0, 1);
            for (int step = 1; step <= 250; step++) {
                try (var _ = engine.scope()) {
                    trainer.step(step);
                }
            }
            double found = trainer.evaluate(250).get(PriorTrainer.HELD_OUT);
            assertThat(found).isBetween(entropy - 0.06, entropy + 0.06);
            assertThat(PriorEvaluation.unigramEntropy(store.levels().getFirst(), 0, 2000))
                    .isCloseTo(Math.log(5), within(0.01));
        }
    }

    @Test
    void theTrainedPriorOfARunIsTheAveragedOne() {
        double expected = train(folder.resolve("run"), 2, 5, tiny()).get(PriorTrainer.HELD_OUT);
        try (Engine engine = Toys.engine()) {
            CodePrior prior = PriorRun.load(engine, RunDirectory.open(folder.resolve("run")));
            CodeStore store = Toys.repeating(220, 200, 5, 3, 4, 0.8);
            assertThat(PriorEvaluation.natsPerCode(prior, null, store, 0, 200, 220))
                    .isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void codesAndLabelsThatDoNotFitAreNamed() {
        CodeStore store = Toys.repeating(10, 8, 5, 3, 4, 0.8);
        try (Engine engine = Toys.engine()) {
            var run = new PriorRun("top", new CodeGrid(5, 4, 4, 0), tiny());
            CodePrior other = run.create(engine, 1);
            assertThatThrownBy(() -> new PriorTrainer(other, tiny().training(), null, store, 0, 1))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("are 3x4 of 5, expected 4x4 of 5");
            CodePrior classes = new PriorRun("top", new CodeGrid(5, 3, 4, 0), tiny("classes=2")).create(engine, 1);
            assertThatThrownBy(() -> new PriorTrainer(classes, tiny().training(), null, store, 0, 1))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("conditioned on 2 classes");
            assertThat(PriorRun.fingerprint(store))
                    .isEqualTo(PriorRun.fingerprint(Toys.repeating(10, 8, 5, 3, 4, 0.8)))
                    .isNotEqualTo(PriorRun.fingerprint(Toys.repeating(10, 7, 5, 3, 4, 0.8)));
        }
    }

    @Test
    void howThePartsLieAmongEachOtherIsNothingToThePrior() {
        CodeStore store = Toys.repeating(10, 8, 5, 3, 4, 0.8);
        CodeStore.LevelCodes level = store.levels().getFirst();
        int[] order = {8, 0, 1, 2, 3, 9, 4, 5, 6, 7}; // The held-out ones, 8 and 9, lie elsewhere.
        int[] values = new int[level.values().length];
        int[] labels = new int[10];
        BitSet heldOut = new BitSet();
        for (int row = 0; row < order.length; row++) {
            System.arraycopy(
                    level.values(), order[row] * level.positions(), values, row * level.positions(), level.positions());
            labels[row] = store.labels()[order[row]];
            heldOut.set(row, order[row] >= 8);
        }
        CodeStore mixed = new CodeStore(
                List.of(new CodeStore.LevelCodes(level.name(), level.codes(), 3, 4, values)),
                labels,
                store.classes(),
                heldOut,
                java.util.Optional.empty());
        assertThat(PriorRun.fingerprint(mixed)).isEqualTo(PriorRun.fingerprint(store));
        assertThat(mixed.train()).isEqualTo(8);
    }
}
