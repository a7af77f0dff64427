package dev.azulejo.nn.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as people and archives lay them out, and what is made of them. */
class FolderLayoutTest {
    @TempDir
    static Path samples;

    private static byte[] png;

    @TempDir
    Path folder;

    @BeforeAll
    static void picture() throws IOException {
        png = Files.readAllBytes(
                Samples.save(Samples.picture(8, 8, BufferedImage.TYPE_INT_RGB), "png", samples.resolve("a.png")));
    }

    @ParameterizedTest
    @CsvSource({
        "train, test",
        "train, val",
        "Train, Val",
        "TRAIN, TEST",
        "training, testing",
        "Training, Validation",
        "train, held-out",
        "train, eval",
        "training_set, test_set"
    })
    void wordsForPartsAreParts(String train, String heldOut) throws IOException {
        lay(train + "/cat/1.png", train + "/dog/2.png", train + "/dog/3.png", heldOut + "/dog/4.png", "stray.png");
        Split split = open();
        assertThat(rows(split))
                .containsExactlyInAnyOrder(
                        train + "/cat/1.png cat train",
                        train + "/dog/2.png dog train",
                        train + "/dog/3.png dog train",
                        heldOut + "/dog/4.png dog held out");
        assertThat(split.report().heldOut()).isEqualTo(heldOut + "/");
        assertThat(split.report().ignored())
                .containsExactly(new IgnoredFiles("image beside " + train + "/ and " + heldOut + "/", 1, "", true));
    }

    @Test
    void aFolderWithinAFolderIsAWrapper() throws IOException {
        lay("flowers/rose/1.png", "flowers/rose/2.png", "flowers/tulip/3.png");
        assertThat(rows(open()))
                .containsExactly(
                        "flowers/rose/1.png rose train",
                        "flowers/rose/2.png rose train",
                        "flowers/tulip/3.png tulip held out");
        lay("flowers/rose/deep/4.png");
        assertThat(open().images().classes()).containsExactly("rose", "tulip");
    }

    @Test
    void partsMayLieDeeperAndWrapTheirClasses() throws IOException {
        lay("set/a/train/images/x/1.png", "set/a/train/images/y/2.png", "set/a/test/images/y/3.png");
        assertThat(rows(open()))
                .containsExactly(
                        "set/a/test/images/y/3.png y held out",
                        "set/a/train/images/x/1.png x train",
                        "set/a/train/images/y/2.png y train");
    }

    @Test
    void partsMayLieWithinTheClasses() throws IOException {
        lay("cat/train/1.png", "cat/test/2.png", "dog/train/3.png", "dog/test/4.png", "dog/masks/5.png");
        Split split = open();
        assertThat(rows(split))
                .containsExactly(
                        "cat/test/2.png cat held out",
                        "cat/train/1.png cat train",
                        "dog/test/4.png dog held out",
                        "dog/train/3.png dog train");
        assertThat(split.report().ignored())
                .extracting(IgnoredFiles::toString)
                .containsExactly("1 image in masks/ of the classes");
    }

    @Test
    void anEmptyHeldOutFolderIsToldAndReplaced() throws IOException {
        lay("train/cat/1.png", "train/dog/2.png", "train/dog/3.png");
        Files.createDirectories(folder.resolve("val/cat"));
        Split split = open();
        assertThat(split.images().classes()).containsExactly("cat", "dog");
        assertThat(split.report().heldOut()).isEqualTo("every tenth");
        assertThat(split.report().remarks()).containsExactly("val/ holds no image, so every tenth image is held out");
        lay("test/dog/4.png");
        split = open();
        assertThat(split.report().heldOut()).isEqualTo("test/");
        assertThat(split.report().remarks()).containsExactly("val/ holds no image, so test/ is held out");
    }

    @Test
    void wordsForPartsAreClassesWhereTheyAreNoParts() throws IOException {
        lay("train/1.png", "bus/2.png", "plane/3.png");
        assertThat(open().images().classes()).containsExactly("bus", "plane", "train");
    }

    @Test
    void classesThatDifferInCaseAreTwoAndFoldersWithoutImagesAreNone() throws IOException {
        lay("a/1.png", "A/2.png", "b/readme.txt", "b/c/other.txt", "10/3.png", "2/4.png", "1/5.png");
        Split split = open();
        assertThat(split.classes())
                .containsExactly(
                        new ClassCount("1", 1, 0),
                        new ClassCount("10", 1, 0),
                        new ClassCount("2", 1, 0),
                        new ClassCount("A", 1, 0),
                        new ClassCount("a", 0, 1));
        assertThat(split.report().remarks()).containsExactly("b/ holds no image and is no class");
        assertThat(split.report().ignored()).containsExactly(new IgnoredFiles(".txt", 2, "", false));
    }

    @Test
    void aSingleFolderOfImagesIsAClass() throws IOException {
        lay("cat/1.png", "cat/2.png");
        assertThat(open().images().classes()).containsExactly("cat");
    }

    @Test
    void formatsThatCannotBeReadAreCountedAndOthersNamesOfJpegAreRead() throws IOException {
        Samples.save(Samples.picture(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg", folder.resolve("photo.jfif"));
        lay("1.png", "2.PNG", "a.webp", "b.tiff", "c.webp", "notes");
        Split split = open();
        assertThat(split.images().count()).isEqualTo(3);
        assertThat(split.report().ignored())
                .extracting(IgnoredFiles::toString)
                .containsExactly(
                        "1 .tiff (cannot be read; convert to PNG or JPEG)",
                        "2 .webp (cannot be read; convert to PNG or JPEG)",
                        "1 without an ending");
    }

    @Test
    void whereMostCannotBeUsedThatIsAnError() throws IOException {
        lay("1.png", "2.webp", "3.webp");
        refused("only 1 of its 3 images can be used (2 .webp (cannot be read; convert to PNG or JPEG))");
        Files.delete(folder.resolve("3.webp"));
        assertThat(open().images().count()).isEqualTo(1);
        Files.writeString(folder.resolve("4.png"), "no image");
        refused("only 1 of its 3 images can be used", "the first, " + folder.resolve("4.png"), "mend them");
    }

    @Test
    void linksThatLeadNowhereAreSkippedAndLoopsAreNoImages() throws IOException {
        lay("a/1.png", "a/2.png", "a/3.png", "b/4.png", "b/5.png", "b/6.png", "b/7.png");
        Files.createSymbolicLink(folder.resolve("a/round"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("b/gone.png"), Path.of("nowhere.png"));
        Files.createSymbolicLink(folder.resolve("b/self.png"), Path.of("self.png"));
        Files.createSymbolicLink(folder.resolve("lost"), Path.of("/nowhere/lost"));
        Files.createSymbolicLink(folder.resolve("c"), folder.resolve("a"));
        Split split = open();
        assertThat(split.images().count()).isEqualTo(10);
        assertThat(split.images().classes()).containsExactly("a", "b", "c");
        assertThat(split.skipped())
                .extracting(s -> folder.relativize(s.file()) + ": " + s.reason())
                .containsExactly(
                        "b/gone.png: a link that leads nowhere",
                        "b/self.png: a link that leads nowhere",
                        "lost: a link that leads nowhere");
        assertThat(split.report().ignored())
                .containsExactly(new IgnoredFiles("links to folders that they are in", 2, "", false));
    }

    @Test
    void heldOutImagesMayComeFromElsewhere() throws IOException {
        lay("here/b/1.png", "here/c/2.png", "there/a/3.png", "there/c/4.png");
        Split split = DataSource.open(folder.resolve("here").toString(), options())
                .judgedBy(DataSource.open(folder.resolve("there").toString(), options()));
        assertThat(rows(split))
                .containsExactly(
                        "b/1.png b train",
                        "c/2.png c train",
                        folder.resolve("there") + "/a/3.png - held out",
                        folder.resolve("there") + "/c/4.png c held out");
        assertThat(split.report().remarks()).containsExactly("the held-out class a is none of those learned from");
        assertThatThrownBy(() -> DataSource.open(folder.resolve("here").toString(), options())
                        .judgedBy(DataSource.open("fashion-mnist", options())))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("28x28 of 1 channel, those to learn from 8x8 of 3 channels");
    }

    private static DataSource.Options options() {
        return new DataSource.Options(OptionalInt.empty(), OptionalInt.empty(), 1);
    }

    private void refused(String... words) {
        assertThatThrownBy(this::open).isInstanceOf(UserException.class).hasMessageContainingAll(words);
    }

    private Split open() {
        return DataSource.open(folder.toString(), options());
    }

    private void lay(String... files) throws IOException {
        for (String file : files) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, png);
        }
    }

    private static List<String> rows(Split split) {
        return IntStream.range(0, split.images().count())
                .mapToObj(i -> split.name(i) + " "
                        + (split.images().label(i) < 0
                                ? "-"
                                : split.images().classes().get(split.images().label(i)))
                        + (split.isHeldOut(i) ? " held out" : " train"))
                .toList();
    }
}
