package dev.azulejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.run.RunDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * A walk through bad values of every command, with one tiny run of two classes and what is odd beside it: each gives its
 * status, one line, and leaves all files as they were.
 */
class BadValuesTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        Shapes.write(folder.resolve("images"), 16);
        Shapes.write(folder.resolve("big"), 32);
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(Files.createDirectory(folder.resolve("text")).resolve("readme.txt"), "no image");
        for (int i = 0; i < 12; i++) {
            image("flat/" + i, 16, 16, i);
            image("alike/same/" + i, 16, 16, i);
        }
        image("one/image", 16, 16, 3);
        image("wide/a", 32, 16, 3);
        image("wide/b", 32, 16, 4);
        run("run", "images");
        copy("run", "untrained");
        encode("run");
        priors("run", "top", "bottom");
        Ran.quietly("train-classifier", "--run", at("run"), "--steps", 4, "--batch", 8)
                .succeeded();
        run("flatrun", "flat");
        encode("flatrun");
        priors("flatrun", "top", "bottom");
        run("single", "images", "--set", "levels=1");
        encode("single");
        copy("untrained", "early");
        encode("early");
        priors("early", "top");
        copy("early", "later");
        Ran.quietly("train", "--run", at("later"), "--resume", "--steps", 14).succeeded();
        run("small", "images", "--set", "image_size=8");
    }

    private static void run(String name, String images, Object... more) {
        Object[] words = Stream.concat(Stream.of("--batch", 8), Stream.of(more)).toArray();
        Runs.train(at(images), at(name), 12, words);
    }

    private static void encode(String run) {
        Ran.quietly("encode", "--run", at(run)).succeeded();
    }

    private static void priors(String run, String... levels) {
        for (String level : levels) {
            Runs.prior(at(run), level, 2);
        }
    }

    private static void image(String name, int width, int height, int i) throws IOException {
        Path file = folder.resolve(name + ".png");
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawImage(Shapes.image(16, i % 2 == 0, i), 0, 0, width, height, null);
        ImageIO.write(image, "png", file.toFile());
    }

    private static Path at(String name) {
        return folder.resolve(name);
    }

    private static void copy(String from, String to) throws IOException {
        Runs.copy(at(from), at(to));
    }

    /** Every file of the folder, with its time and size. */
    private static Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                boolean whole = Files.isRegularFile(file);
                found.put(file.toString(), whole ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "folder");
            }
        }
        return found;
    }

    /** A word that begins with @ is the name of a file or folder of the walk. */
    private static Object[] words(String command) {
        return Stream.concat(
                        Stream.of(command.split(" ")).map(word -> word.startsWith("@") ? at(word.substring(1)) : word),
                        Stream.of("--quiet"))
                .toArray();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/bad-values.csv", delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 400)
    void aBadValueGivesOneLineThatSaysWhatToDo(String command, int status, String expected) throws IOException {
        Map<String, String> before = files();
        Ran.azulejo(words(command)).failed(status, expected.split(" \\.\\.\\. "));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRunThatIsBeingTrainedIsNotTrainedTwice() {
        try (var _ = RunDirectory.open(at("single")).lock()) {
            Ran.azulejo(words("train --run @single --resume --steps 20"))
                    .failed(1, "single: is being trained already; wait for it to end");
        }
    }

    /** Those of the other level were trained again, those of this one were not. */
    @Test
    void priorsOfCodesThatMeantOtherThingsAreRefused() throws IOException {
        String line = "the prior of top learned codes of the model at step 12, which is at step 14 now";
        copy("later", "newer");
        encode("newer");
        priors("newer", "bottom");
        Map<String, String> before = files();
        for (String command : List.of(
                "sample --run @newer --count 2",
                "sample --run @newer --keep-top --out @kept.png",
                "complete --run @newer --out @completed.png",
                "evaluate --run @newer --samples 20")) {
            Ran.azulejo(words(command)).failed(1, line, "encode again", "and train it again");
        }
        assertThat(files()).isEqualTo(before);
        Ran ran = Ran.azulejo(words("evaluate --run @newer --json")).succeeded();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains(line + " and means other things by them, so it is left out");
        assertThat(ran.json().object("priors").members()).containsOnlyKeys("bottom");
        assertThat(ran.json().members()).containsEntry("bits_per_dimension", null);
    }

    @Test
    void theWalkCallsOnEveryCommand() throws IOException {
        List<String> listed = Ran.azulejo("--help")
                .succeeded()
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("  \\S.*"))
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .toList();
        List<String> walked = Files.readAllLines(Path.of("src/test/resources/bad-values.csv")).stream()
                .map(line -> line.replaceFirst(" .*", ""))
                .distinct()
                .toList();
        assertThat(walked).containsAll(listed);
    }
}
