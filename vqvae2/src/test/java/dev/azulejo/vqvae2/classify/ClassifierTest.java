package dev.azulejo.vqvae2.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameter;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDiffersException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.nn.train.StepPassedException;
import dev.azulejo.nn.train.TrainingLoop;
import dev.azulejo.vqvae2.measure.FeatureSet;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ImageOrigin;
import dev.azulejo.vqvae2.train.ModelRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
    private static final int STEPS = 9;

    @TempDir
    Path folder;

    /** Upright and flat stripes of many widths; every third image has no class. */
    private static ImageData stripes(int first, int count) {
        byte[] pixels = new byte[count * 256];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            int n = first + i / 256;
            int along = n % 2 == 0 ? i % 16 : i / 16 % 16;
            pixels[i] = (byte) Math.round(127.5 + 127 * Math.sin(along * (0.5 + 0.02 * n) + n));
            labels[i / 256] = n % 3 == 2 ? -1 : n % 2;
        }
        return ArrayImageData.of("stripes", 16, 16, 1, List.of("upright", "flat"), labels, pixels);
    }

    private static final Split IMAGES = Split.of(stripes(0, 60), stripes(60, 30));

    private ModelRun model(String name) {
        Configuration tiny = Configuration.preset("tiny");
        return ModelRun.exists(folder.resolve(name))
                ? ModelRun.open(folder.resolve(name))
                : ModelRun.begin(folder.resolve(name), tiny, IMAGES, 0);
    }

    private static ClassifierConfiguration small(int steps) {
        return ClassifierConfiguration.usual().with(List.of("width=4", "batch=10", "warmup=2", "steps=" + steps));
    }

    private ClassifierRun begin(String name, int steps) {
        return ClassifierRun.begin(model(name), small(steps), IMAGES, ImageOrigin.of(IMAGES), 3);
    }

    /** Trains with so many threads, stopping after each of so many steps, and gives the weights. */
    private Map<String, float[]> trained(String name, int threads, int stretch) {
        ClassifierRun run = begin(name, STEPS);
        TrainingLoop.End end = null;
        while (end != TrainingLoop.End.FINISHED) {
            AtomicInteger done = new AtomicInteger();
            try (Engine engine = engine(threads)) {
                end = ClassifierRun.open(run.model())
                        .train(
                                engine,
                                IMAGES,
                                options -> options.withStop(() -> done.incrementAndGet() >= stretch),
                                Progress.NONE)
                        .outcome()
                        .end();
            }
        }
        try (Engine engine = engine(threads)) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (Parameter parameter : run.load(engine).parameters()) {
                values.put(parameter.name(), parameter.value().toArray());
            }
            return values;
        }
    }

    private static Engine engine(int threads) {
        return new Engine(Backends.choose("auto", threads));
    }

    @Test
    void neitherThreadsNorStopsNorReplayChangeABit() {
        Map<String, float[]> whole = trained("whole", 1, STEPS);
        assertThat(trained("threads", 3, STEPS)).containsExactlyEntriesOf(whole);
        assertThat(trained("stopped", 2, 4)).containsExactlyEntriesOf(whole);
        assertThat(eager(() -> trained("eager", 2, STEPS))).containsExactlyEntriesOf(whole);
    }

    private static <T> T eager(Supplier<T> work) {
        System.setProperty("azulejo.replay", "false");
        try {
            return work.get();
        } finally {
            System.clearProperty("azulejo.replay");
        }
    }

    @Test
    void itLearnsAndEveryWeightMoves() {
        ClassifierRun run = begin("run", 60);
        try (Engine engine = engine(2)) {
            Classifier first = new Classifier(run.configuration().model(), 1, 16, 2, new Initializer(engine, 3));
            ClassifierRun.Result result = run.train(engine, IMAGES, options -> options, Progress.NONE);
            assertThat(result.outcome().step()).isEqualTo(60);
            assertThat(result.accuracy().getAsDouble()).isGreaterThan(0.9);
            for (Parameter parameter : run.load(engine).parameters()) {
                assertThat(parameter.value().toArray())
                        .as(parameter.name())
                        .isNotEqualTo(
                                first.parameters().get(parameter.name()).value().toArray());
            }
            Classifier anew = run.trainedOn(engine, ClassifierRun.withClass(IMAGES.train()), Progress.NONE);
            assertThat(anew.parameters().get("head.weight").value().toArray())
                    .isEqualTo(run.load(engine)
                            .parameters()
                            .get("head.weight")
                            .value()
                            .toArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"16,1", "20,3", "36,1", "64,3"})
    void anImageIsJudgedAlikeInAnyBatch(int size, int channels) {
        byte[] pixels = new byte[7 * size * size * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((i * 7919) >> 5);
        }
        ImageData images = ArrayImageData.of("noise", size, size, channels, List.of(), new int[0], pixels);
        try (Engine engine = engine(2)) {
            var classifier = new Classifier(small(1).model(), channels, size, 3, new Initializer(engine, 1));
            Predictions all = Predictions.of(engine, classifier, images);
            assertThat(all.features().count()).isEqualTo(7);
            assertThat(all.features().width()).isEqualTo(16);
            for (int i = 0; i < 7; i++) {
                Predictions one = Predictions.of(engine, classifier, images.subset(i, i + 1));
                assertThat(one.features().values())
                        .isEqualTo(all.features().select(i).values());
                assertThat(one.likeliest(0)).isEqualTo(all.likeliest(i));
                assertThat(one.probabilities()[0] + one.probabilities()[1] + one.probabilities()[2])
                        .isBetween(0.9999f, 1.0001f);
            }
        }
    }

    @Test
    void accuracyIsOfImagesWithAClass() {
        // Likeliest: 1, 0, and of two equal ones the first.
        Predictions predictions =
                new Predictions(new FeatureSet(1, new float[3]), 2, new float[] {0.2f, 0.8f, 0.9f, 0.1f, 0.5f, 0.5f});
        assertThat(predictions.accuracy(labelled(1, 1, 0))).isEqualTo(2.0 / 3);
        assertThat(predictions.accuracy(labelled(1, 1, -1))).isEqualTo(0.5);
    }

    private static ImageData labelled(int... labels) {
        return ArrayImageData.of("x", 1, 1, 1, List.of("a", "b"), labels, new byte[labels.length]);
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        ImageData one = IMAGES.images().select(0, 4, 6);
        assertThatThrownBy(() ->
                        ClassifierRun.begin(model("one"), small(1), Split.of(one, one), ImageOrigin.of(IMAGES), 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("of one class, upright");
        ImageData none = IMAGES.images().select(2, 5);
        assertThatThrownBy(() ->
                        ClassifierRun.begin(model("one"), small(1), Split.of(none, none), ImageOrigin.of(IMAGES), 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no classes");
        assertThat(ClassifierRun.exists(model("one"))).isFalse();
        ClassifierRun run = begin("run", 2);
        assertThatThrownBy(() -> run.resumed(small(2).with(List.of("width=8")), 3))
                .isInstanceOf(RunDiffersException.class)
                .hasMessageContaining("width 4, found 8");
        assertThatThrownBy(() -> run.resumed(small(2), 4)).isInstanceOf(RunDiffersException.class);
        try (Engine engine = engine(1)) {
            Split others = Split.of(stripes(7, 20), stripes(60, 30));
            assertThatThrownBy(() -> run.train(engine, others, options -> options, Progress.NONE))
                    .isInstanceOf(RunDiffersException.class);
            run.train(engine, IMAGES, options -> options, Progress.NONE);
            assertThatThrownBy(() -> run.resumed(small(1), 3)).isInstanceOf(StepPassedException.class);
            ClassifierRun further = ClassifierRun.open(run.model()).resumed(small(4), 3);
            assertThat(further.train(engine, IMAGES, options -> options, Progress.NONE)
                            .outcome()
                            .step())
                    .isEqualTo(4);
            assertThat(ClassifierRun.open(run.model()).configuration()).isEqualTo(small(4));
        }
    }
}
