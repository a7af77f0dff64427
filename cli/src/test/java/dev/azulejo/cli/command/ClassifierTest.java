package dev.azulejo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.Azulejo;
import dev.azulejo.cli.Ran;
import dev.azulejo.cli.Runs;
import dev.azulejo.cli.Shapes;
import dev.azulejo.engine.Backends;
import dev.azulejo.nn.io.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a classifier: train-classifier, and sample --accept. */
class ClassifierTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static Path classless;
    private static JsonObject trained;

    @BeforeAll
    static void train() throws IOException {
        Path images = Shapes.write(folder.resolve("images"), 16);
        run = folder.resolve("run");
        classless = folder.resolve("classless");
        for (Path to : List.of(run, classless)) {
            Runs.train(images, to, 6, "--batch", 8);
            Runs.priors(to, 3, to.equals(run) ? "--batch=8" : "--no-classes");
        }
        Ran.azulejo("sample", "--run", run, "--accept", "0.5", "--quiet")
                .failed(1, "has no classifier yet", "azulejo train-classifier --run");
        trained = Ran.azulejo(classifier(run, "--steps", 30, "--json")).json();
        Ran.azulejo(classifier(classless, "--steps", 2)).succeeded();
    }

    private static Object[] classifier(Path to, Object... more) {
        Object[] words = {
            "train-classifier", "--run", to, "--batch", 8, "--set", "width=4", "--set", "learning_rate=0.01", "--quiet"
        };
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void theClassifierIsTrainedAndTrainedOn() {
        assertThat(trained.members()).containsEntry("step", 30L).containsKeys("loss", "images_per_second");
        assertThat(trained.number("accuracy")).isBetween(0.5, 1.0);
        Ran.azulejo(classifier(run)).failed(1, "holds a classifier already", "--resume");
        Path other = folder.resolve("other");
        Runs.train(folder.resolve("images"), other, 1);
        Ran.azulejo(classifier(other, "--steps", 15)).succeeded();
        Ran.quietly("train-classifier", "--run", other, "--resume", "--steps", 30)
                .succeeded();
        // A cosine of another length: not the same weights, but the same place to go on from.
        assertThat(other.resolve("classifier/checkpoints/30/model.safetensors")).exists();
        Ran.azulejo("train-classifier", "--run", other, "--resume", "--steps", 4, "--quiet")
                .failed(2, "--steps");
        Ran.azulejo("train-classifier", "--run", other, "--resume", "--set", "width=8", "--quiet")
                .failed(1, "width 4, found 8");
        Ran.azulejo("train-classifier", "--run", other, "--set", "widht=8").failed(2, "did you mean width?");
        Ran.azulejo("train-classifier", "--run", folder).failed(1, "run.json");
    }

    @Test
    void imagesWithoutClassesAreRefused() throws IOException {
        Path plain = folder.resolve("plain");
        Files.createDirectories(plain);
        for (int i = 0; i < 4; i++) {
            ImageIO.write(
                    Shapes.image(16, true, i), "png", plain.resolve(i + ".png").toFile());
        }
        Path to = folder.resolve("plain-run");
        Runs.train(plain, to, 1);
        Ran.azulejo(classifier(to)).failed(1, "its images have no classes", "sub-folder per class");
        assertThat(to.resolve("classifier")).doesNotExist();
    }

    private static byte[] drawn(int count, int threads, String... more) throws IOException {
        Path to = folder.resolve("drawn-" + System.nanoTime());
        Object[] words = {"sample", "--run", run, "--count", count, "--threads", threads, "--out", to + "/", "--quiet"};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        Ran.azulejo(all).succeeded();
        return Files.readAllBytes(to.resolve("0002.png"));
    }

    @Test
    void anAcceptedImageDependsOnItsNumberAndTheSeedAlone() throws IOException {
        byte[] expected = drawn(3, 1, "--accept", "0.25");
        assertThat(drawn(3, 2, "--accept", "0.25")).isEqualTo(expected);
        assertThat(drawn(30, 2, "--accept", "0.25")).isEqualTo(expected);
        assertThat(drawn(3, 1, "--accept", "0.25", "--seed", "1")).isNotEqualTo(expected);
        byte[] ofClass = drawn(3, 1, "--accept", "0.25", "--class", "squares");
        try (Azulejo library = Azulejo.open(run, Backends.choose("auto", 2))) {
            BufferedImage third =
                    library.sample(3).ofClass("squares").accept(0.25).images().get(2);
            BufferedImage file = ImageIO.read(new ByteArrayInputStream(ofClass));
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    assertThat(file.getRGB(x, y)).isEqualTo(third.getRGB(x, y));
                }
            }
        }
    }

    @Test
    void whatCannotBeAcceptedIsRefusedInOneLine() {
        Ran.azulejo("sample", "--run", run, "--accept", "0.01", "--quiet").failed(2, "--accept", "0.05 to 1");
        Ran.azulejo("sample", "--run", run, "--accept", "1.5").failed(2, "--accept", "1.5");
        Ran.azulejo("sample", "--run", run, "--accept", "nan").failed(2, "--accept", "nan");
        Ran.azulejo("sample", "--run", run, "--accept", "0.5", "--keep-top").failed(2, "--accept", "--keep-top");
        Ran.azulejo("sample", "--run", classless, "--accept", "0.5", "--quiet")
                .failed(2, "--accept", "without classes");
        Ran.azulejo("sample", "--run", classless, "--accept", "0.5", "--class", "squares", "--quiet")
                .failed(2, "--class squares");
    }
}
