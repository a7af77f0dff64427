package dev.azulejo.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.Azulejo;
import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.train.Progress;
import dev.azulejo.task.UseAModel.Coder;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the overview of the javadoc shows does what it says. */
class TasksTest {
    @TempDir
    Path folder;

    private static Split images() {
        int count = 20;
        byte[] pixels = new byte[count * 16 * 16];
        int[] labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            labels[i / 256] = i / 256 % 2;
            pixels[i] = (byte) (i / 256 % 2 == 0 ? i % 16 * 16 : i / 16 % 16 * 16);
        }
        return TrainAModel.arrays(pixels, labels);
    }

    @Test
    void aModelIsTrainedHandedOnAndUsed() throws IOException {
        Split images = images();
        Path run = folder.resolve("run");
        TrainAModel.train(run, images, "tiny");
        List<Progress.Report> reports = new ArrayList<>();
        assertThat(TrainAModel.further(run, images, reports::add).images()).isEqualTo(2);
        assertThat(reports.getLast().step()).isEqualTo(40);
        TrainAModel.priors(run, images, "tiny");

        TrainAModel.hand(run, folder);
        assertThat(folder).isDirectoryContaining("glob:**/model.safetensors");
        assertThat(folder.resolve("onnx/reconstruct.onnx")).isNotEmptyFile();

        Path bundle = folder.resolve("model.azulejo");
        List<BufferedImage> drawn = UseAModel.draw(bundle, "up");
        assertThat(drawn).hasSize(4).allMatch(image -> image.getWidth() == 16);
        try (InputStream in = Files.newInputStream(bundle);
                Coder coder = Coder.start(in)) {
            BufferedImage image = drawn.getFirst();
            assertThat(coder.decode(coder.encode(image)).getHeight()).isEqualTo(16);
        }
        try (Azulejo azulejo = Azulejo.open(run)) {
            assertThat(UseAModel.complete(azulejo, drawn.getFirst(), "up").getWidth())
                    .isEqualTo(16);
        }
    }

    @Test
    void aFolderOfImagesIsOpened() throws IOException {
        for (String name : List.of("cats/1.png", "cats/2.png", "dogs/1.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(80, 70, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        }
        Split images = TrainAModel.folder(folder.toString());
        assertThat(images.images().imageBytes()).isEqualTo(64 * 64 * 3);
        assertThat(images.images().classes()).containsExactly("cats", "dogs");
    }

    @Test
    void theQuantizerRoundsToMinusOneAndOne() {
        try (Engine engine = new Engine(Backends.choose("scalar", 1))) {
            BinaryQuantizer quantizer = BinaryQuantizer.of(engine, 2);
            Tensor z = engine.parameter(Shape.of(1, 1, 2, 2), 0.5f, -3, -0.1f, 0.2f);
            try (Tape tape = engine.tape()) {
                Quantized quantized = quantizer.quantize(z);
                assertThat(quantized.indices().toArray()).containsExactly(1, 2);
                assertThat(quantized.values().toArray()).containsExactly(1, -1, -1, 1);
                tape.backward(quantized.values().sum().plus(quantized.loss()));
                // One from the values, straight through, and 0.25 x 2 (z - e) / 4 from the loss.
                assertThat(tape.gradient(z).toArray()).containsExactly(0.9375f, 0.75f, 1.1125f, 0.9f);
            }
        }
    }

    @Test
    void theBackendCounts() {
        LongAdder count = new LongAdder();
        try (Engine engine = new Engine(new CountingBackend(new CountingBackend.Provider().create(1), count))) {
            Tensor a = engine.full(Shape.of(2, 3), 1);
            Tensor product = a.matmul(engine.full(Shape.of(3, 5), 2), false, false);
            assertThat(product.toArray()).containsOnly(6);
        }
        assertThat(count.sum()).isEqualTo(2 * 3 * 5);
        assertThat(new CountingBackend.Provider().obstacle()).isEmpty();
    }

    @Test
    void theEngineFits() {
        Path file = folder.resolve("xor.safetensors");
        assertThat(UseTheEngine.fit(file)).isLessThan(1e-3f);
        assertThat(file).isNotEmptyFile();
    }

    /** A snippet that is no longer there stops the build of the javadoc; one that is shown nowhere is dead. */
    @Test
    void everySnippetIsInTheOverview() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        root = root.endsWith("priors") ? root.getParent() : root;
        String overview = Files.readString(root.resolve("docs/api/overview.html"));
        try (Stream<Path> sources = Files.list(root.resolve("priors/src/test/java/dev/azulejo/task"))) {
            for (Path source : sources.toList()) {
                Files.readString(source)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("// @start region="))
                        .map(line -> line.substring("// @start ".length()))
                        .forEach(region -> assertThat(overview)
                                .contains("{@snippet file=\"" + source.getFileName() + "\" " + region + "}"));
            }
        }
    }
}
