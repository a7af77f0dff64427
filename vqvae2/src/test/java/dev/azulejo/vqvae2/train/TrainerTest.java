package dev.azulejo.vqvae2.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.data.Batches;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDirectory;
import dev.azulejo.nn.run.RunInfo;
import dev.azulejo.nn.safetensors.DType;
import dev.azulejo.nn.safetensors.NamedArray;
import dev.azulejo.nn.safetensors.SafetensorsFile;
import dev.azulejo.nn.train.LoopOptions;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.vqvae2.VqVae2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final long SEED = 11;
    private static final int STEPS = 12;
    private static final ImageData TRAIN = new Stripes(40, 16, 1);
    private static final ImageData HELD_OUT = TRAIN.subset(30, 40);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"reference", "ema", "paper"})
    void theNumberOfThreadsChangesNoBit(String preset) {
        Map<String, float[]> one = train(preset, "threads-1", 1, STEPS);
        assertThat(train(preset, "threads-2", 2, STEPS)).containsExactlyEntriesOf(one);
        assertThat(train(preset, "threads-3", 3, STEPS)).containsExactlyEntriesOf(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ema", "paper"})
    void aStopChangesNoBit(String preset) {
        Map<String, float[]> whole = train(preset, "whole", 2, STEPS);
        train(preset, "stopped", 2, 5);
        assertThat(train(preset, "stopped", 2, STEPS)).containsExactlyEntriesOf(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "ema", "paper"})
    void eagerAndReplayedStepsHaveTheSameBits(String preset) {
        Map<String, float[]> replayed = train(preset, "replayed", 2, STEPS);
        assertThat(with("azulejo.replay", "false", () -> train(preset, "eager", 2, STEPS)))
                .containsExactlyEntriesOf(replayed);
        assertThat(with("azulejo.poison", "true", () -> train(preset, "poisoned", 2, STEPS)))
                .containsExactlyEntriesOf(replayed);
    }

    private static <T> T with(String property, String value, Supplier<T> work) {
        System.setProperty(property, value);
        try {
            return work.get();
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void whatIsMirroredOrMovedTrainsAnotherModel() {
        try (Engine engine = engine(1)) {
            for (String setting : List.of("flip=true", "shift=2")) {
                assertThat(weightsAfterOneStep(engine, config("ema").with(List.of(setting))))
                        .isNotEqualTo(weightsAfterOneStep(engine, config("ema")))
                        .isEqualTo(weightsAfterOneStep(engine, config("ema").with(List.of(setting))));
            }
        }
    }

    private static float[] weightsAfterOneStep(Engine engine, Configuration config) {
        VqVae2 model = model(engine, config);
        try (Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, config.training(), TRAIN, null, SEED);
                var _ = engine.scope()) {
            trainer.step(1);
            return model.parameters().learned().getFirst().value().toArray();
        }
    }

    @Test
    void trainingLearns() {
        try (Engine engine = engine(2)) {
            // Signed pixels would begin near the mean image, a quarter of the error of a dark one.
            Configuration config = config("ema").with("pixel_range", "unit");
            VqVae2 model = model(engine, config);
            Evaluation before = Evaluation.of(engine, model, HELD_OUT);
            try (Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, config.training(), TRAIN, HELD_OUT, SEED)) {
                for (int step = 1; step <= 150; step++) {
                    try (var _ = engine.scope()) {
                        trainer.step(step);
                    }
                }
            }
            Evaluation after = Evaluation.of(engine, model, HELD_OUT);
            assertThat(after.mse()).isLessThan(before.mse() / 4);
            assertThat(after.ssim()).isGreaterThan(before.ssim());
            assertThat(after.psnr()).isEqualTo(-10 * Math.log10(after.mse()));
            assertThat(after.levels()).extracting(Evaluation.CodeUse::name).containsExactly("bottom", "top");
            assertThat(after.levels()).allMatch(use -> use.perplexity() <= use.used() && use.used() <= use.codes());
        }
    }

    @Test
    void aSteadyEagerStepAllocatesNothing() {
        with("azulejo.replay", "false", () -> {
            requireSteady();
            return null;
        });
    }

    private static void requireSteady() {
        try (Engine engine = engine(2)) {
            Configuration config = config("ema");
            VqVae2 model = model(engine, config);
            try (Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, config.training(), TRAIN, null, SEED)) {
                long before = 0;
                for (int step = 1; step <= 12; step++) {
                    if (step == 6) {
                        before = engine.pooledBytes();
                    }
                    try (var _ = engine.scope()) {
                        trainer.step(step);
                    }
                }
                assertThat(engine.pooledBytes()).isPositive().isEqualTo(before);
            }
        }
    }

    @Test
    void evaluationChangesNothing() {
        try (Engine engine = engine(2)) {
            VqVae2 model = model(engine, config("ema"));
            Map<String, float[]> before = values(model);
            Evaluation first = Evaluation.of(engine, model, HELD_OUT);
            assertThat(Evaluation.of(engine, model, HELD_OUT)).isEqualTo(first);
            assertThat(values(model)).containsExactlyEntriesOf(before);
        }
    }

    @Test
    void aRunIsLoadedAsItWasSaved() {
        Map<String, float[]> trained = train("ema", "run", 2, 3);
        try (Engine engine = engine(2)) {
            VqVae2 model = ModelRun.open(folder.resolve("run")).load(engine);
            assertThat(model.config()).isEqualTo(config("ema").model());
            assertThat(values(model)).containsExactlyEntriesOf(trained);
        }
    }

    @Test
    void severalCodesAPositionAreDecodedFromTheStore() {
        try (Engine engine = engine(2);
                var _ = engine.scope()) {
            VqVae2 model = model(engine, config("ema").with(List.of("quantizer=residual", "depth=3")));
            ImageData images = TRAIN.subset(0, 3);
            float[] pixels = new float[3 * images.imageBytes()];
            Batches.copy(images, 0, 3, pixels, new int[3]);
            float[] expected = model.decode(model.encode(engine.tensor(Shape.of(3, 16, 16, 1), pixels)))
                    .toArray();
            List<float[]> found = new ArrayList<>();
            CodeStore.encode(engine, model, images).decode(engine, model, batch -> found.add(batch.toArray()));
            assertThat(found).singleElement().isEqualTo(expected);
        }
    }

    @Test
    void codesComeBackFromTheirFile() throws Exception {
        try (Engine engine = engine(2)) {
            VqVae2 model = model(engine, config("ema"));
            CodeStore store = CodeStore.encode(engine, model, Split.of(TRAIN.subset(0, 30), HELD_OUT));
            Path file = folder.resolve("codes.safetensors");
            store.save(file);
            CodeStore back = CodeStore.load(file);
            assertThat(back.classes()).isEqualTo(TRAIN.classes());
            assertThat(back.labels()).isEqualTo(store.labels());
            assertThat(back.count()).isEqualTo(40);
            assertThat(back.train()).isEqualTo(30);
            assertThat(back.level("bottom").values())
                    .isEqualTo(store.level("bottom").values());
            assertThat(back.level("top").height()).isEqualTo(2);
            assertThat(back.level("top").positions()).isEqualTo(4);
            assertThat(SafetensorsFile.read(file).tensor("bottom").shape()).containsExactly(40, 4, 4);
            assertThatThrownBy(() -> back.level("botom"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("did you mean bottom?");
            assertThat(back.byPart()).startsWith(0, 1).endsWith(38, 39);
            SafetensorsFile written = SafetensorsFile.read(file);
            List<NamedArray> wide = written.tensors().values().stream()
                    .map(t -> new NamedArray(
                            t.name(),
                            DType.I64,
                            t.shape(),
                            java.util.Arrays.stream(t.ints()).asLongStream().toArray()))
                    .toList();
            SafetensorsFile.write(file, wide, written.metadata()); // as PyTorch has indices
            assertThat(CodeStore.load(file).level("bottom").values())
                    .isEqualTo(store.level("bottom").values());
            ((long[]) wide.getFirst().array())[5] ^= 1;
            SafetensorsFile.write(file, wide, written.metadata());
            assertThatThrownBy(() -> CodeStore.load(file))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("codes.safetensors: is not as it was written");
            Map<String, String> unsealed = new java.util.LinkedHashMap<>(written.metadata());
            unsealed.remove("crc32c");
            SafetensorsFile.write(
                    file,
                    written.tensors().values().stream()
                            .filter(tensor -> !tensor.name().equals("part"))
                            .toList(),
                    unsealed); // as 0.1 did: the held-out images last, and no checksum
            assertThat(CodeStore.load(file).heldOut()).isEqualTo(back.heldOut());
            store.level("top").values()[3] = 99;
            store.save(file);
            assertThatThrownBy(() -> CodeStore.load(file))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("expected values from 0 to 15, found 99");
            Files.write(file, new byte[] {1, 2, 3});
            assertThatThrownBy(() -> CodeStore.load(file)).isInstanceOf(UserException.class);
        }
    }

    private static VqVae2 model(Engine engine, Configuration config) {
        return new VqVae2(config.model(), new Initializer(engine, SEED));
    }

    private Map<String, float[]> train(String preset, String name, int threads, int steps) {
        Configuration config = config(preset);
        Path path = folder.resolve(name);
        RunDirectory run = RunDirectory.exists(path)
                ? RunDirectory.open(path)
                : RunDirectory.create(
                        path, RunInfo.of(ModelRun.KIND, config.toJson(), SEED, TRAIN.name(), TRAIN.fingerprint()));
        try (Engine engine = engine(threads)) {
            VqVae2 model = model(engine, config);
            try (Vqvae2Trainer trainer = new Vqvae2Trainer(engine, model, config.training(), TRAIN, HELD_OUT, SEED)) {
                AtomicInteger done = new AtomicInteger();
                LoopOptions options = LoopOptions.of(STEPS).withStop(() -> done.incrementAndGet() >= steps);
                new TrainingLoop(run, trainer, options, Progress.NONE).run();
            }
            return values(model);
        }
    }

    /** A preset, or {@code paper}: the paper's wiring on three levels, with level dropout that falls to none. */
    private static Configuration config(String name) {
        boolean paper = name.equals("paper");
        Configuration preset = paper
                ? Configuration.preset("ema")
                        .with(List.of("levels=3", "level_dropout=0.4", "level_dropout_decay=cosine", "steps=" + STEPS))
                : Configuration.preset(name);
        Configuration small = preset.with(List.of(
                "channels=1",
                "image_size=16",
                "hidden=8",
                "res_blocks=1",
                "codes=16",
                "code_dim=4",
                "batch=7",
                "learning_rate=3e-3"));
        return name.equals("reference") ? small : small.with("restart_every", 3);
    }

    private static Engine engine(int threads) {
        return new Engine(Backends.choose("vector", threads));
    }

    private static Map<String, float[]> values(VqVae2 model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : model.parameters()) {
            values.put(parameter.name(), parameter.value().toArray());
        }
        return values;
    }
}
