package dev.azulejo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.run.RunDiffersException;
import dev.azulejo.nn.train.StepPassedException;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.MissingPriorException;
import dev.azulejo.priors.train.NoSuchClassException;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.train.CodeStore;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run begun, trained, trained on and used by the library alone. */
class AzulejoTest {
    @TempDir
    Path folder;

    private static ImageData images(int count) {
        byte[] pixels = new byte[count * 16 * 16];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / 256;
            labels[image] = image % 2;
            pixels[i] = (byte) (image % 2 == 0 ? i % 16 * 16 : i / 16 % 16 * 16);
        }
        return ArrayImageData.of("stripes", 16, 16, 1, List.of("up", "across"), labels, pixels);
    }

    private Path trained(String name, Engine engine, long seed) {
        return trained(name, engine, seed, 3);
    }

    private Path trained(String name, Engine engine, long seed, int steps) {
        Split split = Split.of(images(12), images(4));
        Configuration tiny = Configuration.preset("tiny").with(List.of("steps=2", "batch=4"));
        ModelRun run = ModelRun.begin(folder.resolve(name), tiny, split, seed);
        assertThat(run.train(engine, split).step()).isEqualTo(2);
        ModelRun further = ModelRun.open(run.path()).withSteps(steps);
        assertThat(further.train(engine, split).step()).isEqualTo(steps);
        assertThatThrownBy(() -> ModelRun.open(run.path()).withSteps(1)).isInstanceOf(StepPassedException.class);
        assertThatThrownBy(() -> further.train(engine, Split.of(images(10), images(4))))
                .isInstanceOf(RunDiffersException.class);
        CodeStore store = further.encode(engine, split);
        for (String level : further.model().levelNames().reversed()) {
            PriorConfiguration prior = PriorConfiguration.preset("tiny").with(List.of("steps=2", "classes=2"));
            LevelRun.begin(further, level, store, RunCodes.file(further), prior, 0)
                    .train(engine);
            assertThat(LevelRun.open(further, level).train(engine).outcome().step())
                    .isEqualTo(2);
        }
        return run.path();
    }

    @Test
    void twoRunsAreUsedByTwoThreads() throws Exception {
        Path first;
        Path second;
        try (Engine engine = new Engine(Backends.choose("auto", 1))) {
            first = trained("first", engine, 0);
            second = trained("second", engine, 1);
        }
        try (Azulejo one = Azulejo.open(first, Backends.choose("auto", 1));
                Azulejo two = Azulejo.open(second, Backends.choose("auto", 1));
                var threads = Executors.newFixedThreadPool(2)) {
            Callable<List<BufferedImage>> work =
                    () -> one.sample(3).ofClass("up").seed(7).images();
            Callable<List<BufferedImage>> other =
                    () -> two.sample(3).ofClass("up").seed(7).images();
            var all = threads.invokeAll(List.of(work, other, work, other));
            List<BufferedImage> drawn = all.getFirst().get();
            assertThat(drawn).hasSize(3).allMatch(image -> image.getWidth() == 16 && image.getHeight() == 16);
            assertSame(drawn, all.get(2).get());
            assertSame(all.get(1).get(), all.get(3).get());
            BufferedImage image = drawn.getFirst();
            CodeStore codes = one.encode(image, drawn.get(1));
            assertThat(codes.count()).isEqualTo(2);
            assertSame(one.decode(codes).subList(0, 1), List.of(one.reconstruct(image)));
            assertThat(one.classes()).containsExactly("up", "across");
            assertThatThrownBy(() -> one.sample(1).ofClass("acros"))
                    .isInstanceOf(NoSuchClassException.class)
                    .hasMessageContaining("did you mean \"across\"?");
        }
    }

    @Test
    void completesTheUpperPartOfAnImageWithoutReadingTheRest() {
        Path path;
        try (Engine engine = new Engine(Backends.choose("auto", 1))) {
            path = trained("completed", engine, 0, 100);
        }
        try (Azulejo azulejo = Azulejo.open(path, Backends.choose("auto", 1))) {
            BufferedImage image = square(16, 0);
            Samples asked = azulejo.complete(image, 0.5).ofClass("across").seed(7);
            List<BufferedImage> made = asked.images();
            assertThat(made).hasSize(1);
            assertSame(asked.images(), made);
            BufferedImage otherBelow = square(16, 8);
            assertSame(
                    azulejo.complete(otherBelow, 0.5).ofClass("across").seed(7).images(), made);
            assertThat(pixels(asked.seed(8).images().getFirst())).isNotEqualTo(pixels(made.getFirst()));
            image.getRaster()
                    .setSamples(
                            0,
                            0,
                            16,
                            8,
                            0,
                            IntStream.range(0, 16 * 8).map(i -> i % 16 * 16).toArray());
            assertThat(pixels(asked.images().getFirst())).isNotEqualTo(pixels(made.getFirst()));
            assertThatThrownBy(() -> azulejo.complete(image, 0.5).images())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ofClass, as \"up\"");
            for (double share : new double[] {0, 1, Double.NaN}) {
                Samples none = azulejo.complete(image, share).ofClass("up");
                assertThatThrownBy(none::images).isInstanceOf(UserException.class);
            }
        }
    }

    @Test
    void whatIsMadeOfAPaddedImageHasTheImagesSize() {
        Path path;
        try (Engine engine = new Engine(Backends.choose("auto", 1))) {
            path = trained("padded", engine, 0);
        }
        try (Azulejo azulejo = Azulejo.open(path, Backends.choose("auto", 1))) {
            BufferedImage image = square(14, 0);
            BufferedImage whole = azulejo.decode(azulejo.encode(image)).getFirst();
            BufferedImage cropped = azulejo.reconstruct(image);
            assertThat(whole.getWidth()).isEqualTo(16);
            assertThat(cropped.getHeight()).isEqualTo(14);
            assertThat(pixels(cropped)).containsExactly(whole.getRaster().getPixels(1, 1, 14, 14, (int[]) null));
            assertThat(azulejo.complete(image, 0.5).ofClass("up").images())
                    .allMatch(made -> made.getWidth() == 14 && made.getHeight() == 14);
            assertThat(azulejo.reconstruct(square(40, 0)).getWidth()).isEqualTo(16);
        }
    }

    /** A grey square that is brighter from row to row, and dark from one on. */
    private static BufferedImage square(int size, int darkFrom) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean dark = darkFrom > 0 && y >= darkFrom;
                image.getRaster().setSample(x, y, 0, dark ? 0 : 16 * y % 256);
            }
        }
        return image;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    @Test
    void aRunWithoutPriorsSaysSo() {
        try (Engine engine = new Engine(Backends.choose("auto", 1))) {
            Split split = Split.of(images(6), images(2));
            Configuration tiny = Configuration.preset("tiny").with(List.of("steps=1", "batch=2"));
            ModelRun.begin(folder.resolve("bare"), tiny, split, 0).train(engine, split);
        }
        try (Azulejo bare = Azulejo.open(folder.resolve("bare"), Backends.choose("auto", 1))) {
            assertThatThrownBy(() -> bare.sample(1).images()).isInstanceOf(MissingPriorException.class);
        }
    }

    private static void assertSame(List<BufferedImage> some, List<BufferedImage> others) {
        for (int i = 0; i < some.size(); i++) {
            BufferedImage a = some.get(i);
            BufferedImage b = others.get(i);
            assertThat(a.getRaster().getPixels(0, 0, 16, 16, (int[]) null))
                    .containsExactly(b.getRaster().getPixels(0, 0, 16, 16, (int[]) null));
        }
    }
}
