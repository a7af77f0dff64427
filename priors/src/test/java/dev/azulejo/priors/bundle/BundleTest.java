package dev.azulejo.priors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.Azulejo;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.nn.data.ArrayImageData;
import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.priors.train.LevelRun;
import dev.azulejo.priors.train.MissingPriorException;
import dev.azulejo.priors.train.PriorConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierConfiguration;
import dev.azulejo.vqvae2.classify.ClassifierRun;
import dev.azulejo.vqvae2.train.Configuration;
import dev.azulejo.vqvae2.train.ModelRun;
import dev.azulejo.vqvae2.train.RunCodes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in one file is used as the run is, and no damaged one is. */
class BundleTest {
    private static final Split IMAGES = Split.of(images(12), images(4));

    @TempDir
    static Path folder;

    private static ModelRun run;
    private static Path file;

    private static ImageData images(int count) {
        byte[] pixels = new byte[count * 16 * 16];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            labels[i / 256] = i / 256 % 2;
            pixels[i] = (byte) (i / 256 % 2 == 0 ? i % 16 * 16 : i / 16 % 16 * 16);
        }
        return ArrayImageData.of("/secret/stripes", 16, 16, 1, List.of("up", "across"), labels, pixels);
    }

    @BeforeAll
    static void train() {
        Configuration tiny = Configuration.preset("tiny").with(List.of("steps=2", "batch=4"));
        run = ModelRun.begin(folder.resolve("run"), tiny, IMAGES, 0);
        file = folder.resolve("stripes.azulejo");
        try (Engine engine = engine()) {
            run.train(engine, IMAGES);
            run.encode(engine, IMAGES);
            for (String level : run.model().levelNames()) {
                PriorConfiguration prior = PriorConfiguration.preset("tiny").with(List.of("steps=2", "classes=2"));
                LevelRun.begin(run, level, RunCodes.load(run, RunCodes.file(run)), RunCodes.file(run), prior, 0)
                        .train(engine);
            }
            ClassifierConfiguration few = ClassifierConfiguration.usual().with(List.of("steps=1", "batch=4"));
            ClassifierRun.begin(run, few, IMAGES, run.origin(), 0).train(engine, IMAGES, o -> o, Progress.NONE);
        }
        Bundle.of(run, "").write(file);
    }

    private static Engine engine() {
        return new Engine(Backends.choose("auto", 1));
    }

    private static int[] drawn(Azulejo azulejo) {
        List<BufferedImage> images =
                azulejo.sample(2).ofClass("across").seed(7).accept(0.5).images();
        return images.stream()
                .flatMapToInt(image -> Arrays.stream(image.getRaster().getPixels(0, 0, 16, 16, (int[]) null)))
                .toArray();
    }

    @Test
    void drawsWhatItsRunDraws() throws IOException {
        int[] expected;
        try (Azulejo azulejo = Azulejo.open(run.path(), Backends.choose("auto", 1))) {
            expected = drawn(azulejo);
        }
        try (Azulejo azulejo = Azulejo.open(file, Backends.choose("auto", 1)).warmUp()) {
            assertThat(drawn(azulejo)).isEqualTo(expected);
            assertThat(azulejo.classes()).containsExactly("up", "across");
        }
        try (InputStream in = Files.newInputStream(file);
                Azulejo azulejo = Azulejo.open(in, Backends.choose("auto", 1))) {
            assertThat(drawn(azulejo)).isEqualTo(expected);
        }
    }

    @Test
    void holdsWeightsSizesAndClassesAlone() {
        Bundle bundle = Bundle.read(file);
        assertThat(bundle.files().keySet())
                .containsExactly(
                        "run.json",
                        "checkpoints/2/model.safetensors",
                        "checkpoints/2/state.json",
                        "priors/top/run.json",
                        "priors/top/checkpoints/2/model.safetensors",
                        "priors/top/checkpoints/2/state.json",
                        "priors/bottom/run.json",
                        "priors/bottom/checkpoints/2/model.safetensors",
                        "priors/bottom/checkpoints/2/state.json",
                        "classifier/run.json",
                        "classifier/checkpoints/1/model.safetensors",
                        "classifier/checkpoints/1/state.json");
        bundle.files()
                .forEach(
                        (name, content) -> assertThat(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1))
                                .as(name)
                                .doesNotContain("secret", folder.toString()));
    }

    @Test
    void theSameRunIsTheSameBytes() throws IOException {
        Path again = folder.resolve("again.azulejo");
        Bundle.of(run, "").write(again);
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void isNotTrainedOn() {
        Path unpacked = folder.resolve("unpacked");
        Bundle.read(file).unpack(unpacked);
        ModelRun found = ModelRun.open(unpacked).withSteps(4);
        try (Engine engine = engine()) {
            assertThatThrownBy(() -> found.train(engine, IMAGES))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("has no optimizer.safetensors, for it is of a bundle");
        }
        assertThatThrownBy(() -> ModelRun.open(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a bundle of one is for use alone");
    }

    /** Nothing is left behind among the temporary files, either. */
    @Test
    void cutShortOrChangedItIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 200; i++) {
            byte[] cut = Arrays.copyOf(whole, (int) ((long) whole.length * i / 230));
            assertThatThrownBy(() -> Bundle.read(new ByteArrayInputStream(cut), "cut"))
                    .as("%d bytes", cut.length)
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("cut: ");
        }
        for (int i = 0; i < 400; i++) {
            byte[] changed = whole.clone();
            changed[(int) ((long) whole.length * i / 400)] ^= (byte) (1 << i % 8);
            try {
                assertThat(Bundle.read(new ByteArrayInputStream(changed), "changed")
                                .files()
                                .keySet())
                        .isEqualTo(Bundle.read(file).files().keySet());
            } catch (UserException e) {
                assertThat(e).hasMessageStartingWith("changed: ");
            }
        }
        Path other = Files.writeString(folder.resolve("other"), "PK or not, this is no archive");
        assertThatThrownBy(() -> Azulejo.open(other))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no bundle");
        assertThatThrownBy(() -> Azulejo.open(folder.resolve("missing")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> Azulejo.open(BundleTest.class.getResourceAsStream("/missing")))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("is the resource on the class path?");
    }

    @Test
    void unpackedForAWhileItIsDeleted() throws IOException {
        Path place;
        try (UnpackedBundle unpacked = UnpackedBundle.of(Bundle.read(file))) {
            place = unpacked.place();
            assertThat(unpacked.folder().getFileName()).hasToString("stripes.azulejo");
            assertThatCode(() -> ModelRun.open(unpacked.folder())).doesNotThrowAnyException();
        }
        assertThat(place).doesNotExist();
    }

    @Test
    void aModelWithoutPriorsIsUsedForItsCodes() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> all = Files.walk(run.path())) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path relative = run.path().relativize(from);
                if (!relative.startsWith("priors") && !relative.startsWith("classifier")) {
                    Path to = copy.resolve(relative);
                    Files.createDirectories(to.getParent());
                    Files.copy(from, to);
                }
            }
        }
        Path alone = folder.resolve("alone.azulejo");
        Bundle.of(ModelRun.open(copy), "").write(alone);
        try (Azulejo azulejo = Azulejo.open(alone, Backends.choose("auto", 1))) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            assertThat(azulejo.encode(image).count()).isEqualTo(1);
            assertThatThrownBy(() -> azulejo.sample(1).images())
                    .isInstanceOf(MissingPriorException.class)
                    .hasMessageContaining("alone.azulejo: has no prior of the top level");
        }
    }
}
