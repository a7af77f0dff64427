package dev.azulejo.nn.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.ImageData;
import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.data.split.ClassCount;
import dev.azulejo.nn.data.split.IgnoredFiles;
import dev.azulejo.nn.data.split.SkippedFile;
import dev.azulejo.nn.data.split.Split;
import dev.azulejo.nn.message.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
    private static final DataSource.Options DEFAULTS = DataSource.Options.defaults();

    @TempDir
    Path folder;

    @Test
    void theEmbeddedImages() {
        Split split = DataSource.open("fashion-mnist", DEFAULTS);
        assertThat(sizes(split.train())).containsExactly(9000, 32, 32, 1);
        assertThat(sizes(split.heldOut())).containsExactly(1000, 32, 32, 1);
        assertThat(split.train().classes())
                .hasSize(10)
                .startsWith("T-shirt/top")
                .endsWith("Ankle boot");
        int[] counts = new int[10];
        for (int i = 0; i < 9000; i++) {
            counts[split.train().label(i)]++;
        }
        for (int i = 0; i < 1000; i++) {
            counts[split.heldOut().label(i)]++;
        }
        assertThat(counts).containsOnly(1000);
        assertThat(split.train().label(0)).isEqualTo(9);
        assertThat(split.heldOut().fingerprint())
                .isEqualTo(FashionMnist.split().heldOut().fingerprint());
        byte[] image = Samples.read(split.train(), 0);
        for (int p = 0; p < 1024; p++) {
            if (p / 32 < 2 || p / 32 >= 30 || p % 32 < 2 || p % 32 >= 30) {
                assertThat(image[p]).isZero();
            }
        }
        assertThat(sizes(DataSource.open(
                                "fashion-mnist", DEFAULTS.withImageSize(16).withChannels(3))
                        .heldOut()))
                .containsExactly(1000, 16, 16, 3);
        assertThat(sizes(DataSource.open("fashion-mnist", DEFAULTS.withPadTo(1)).heldOut()))
                .containsExactly(1000, 28, 28, 1);
    }

    @Test
    void idxFoldersKeepTheirSplits() throws IOException {
        write("train-images-idx3-ubyte", Samples.idxImages(30, 28, 28));
        write("train-labels-idx1-ubyte", Samples.idxLabels(30, 4));
        Split only = open();
        assertThat(sizes(only.train())).containsExactly(27, 32, 32, 1);
        assertThat(only.heldOut().label(0)).isEqualTo(27 % 4);
        write("t10k-images-idx3-ubyte.gz", Samples.gzip(Samples.idxImages(5, 28, 28)));
        write("t10k-labels-idx1-ubyte.gz", Samples.gzip(Samples.idxLabels(5, 5)));
        Split both = open();
        assertThat(sizes(both.train())).containsExactly(30, 32, 32, 1);
        assertThat(sizes(both.heldOut())).containsExactly(5, 32, 32, 1);
        assertThat(both.train().classes()).hasSize(5).isEqualTo(both.heldOut().classes());
        write("t10k-images-idx3-ubyte", Samples.idxImages(6, 28, 28));
        assertThatThrownBy(this::open).hasMessageContaining("6 images, but their file of labels has 5");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThat(open().heldOut().label(0)).isEqualTo(-1);
        write("t10k-images-idx3-ubyte", Samples.idxImages(6, 28, 20));
        assertThatThrownBy(this::open).hasMessageContaining("expected one size");
        write("other-train-images-idx3-ubyte", Samples.idxImages(6, 28, 28));
        assertThatThrownBy(this::open).hasMessageContaining("leave one data set in the folder");
    }

    @Test
    void idxFilesOfOneSetAreKeptApartFromThoseOfAnother() throws IOException {
        write("MNIST/raw/train-images-idx3-ubyte", Samples.idxImages(20, 8, 8));
        write("MNIST/raw/digits-train-labels-idx1-ubyte", Samples.idxLabels(20, 4));
        write("MNIST/processed/training.pt", new byte[9]);
        Split split = open(); // Two levels down, as PyTorch leaves it.
        assertThat(split.images().classes()).isEmpty();
        assertThat(split.name(3)).isEqualTo("train-images-idx3-ubyte[3]");
        assertThat(split.report().remarks())
                .containsExactly("digits-train-labels-idx1-ubyte are labels of other images, and not used");
        write("MNIST/raw/digits-t10k-images-idx3-ubyte", Samples.idxImages(5, 8, 8));
        assertThatThrownBy(this::open)
                .hasMessageContaining("found both train-images-idx3-ubyte and digits-t10k-images-idx3-ubyte")
                .hasMessageContaining("or name one of these files");
        String one = folder.resolve("MNIST/raw/train-images-idx3-ubyte").toString();
        assertThat(DataSource.open(one, DEFAULTS).images().count()).isEqualTo(20);
        write("FashionMNIST/raw/train-images-idx3-ubyte", Samples.idxImages(20, 8, 8));
        assertThatThrownBy(this::open).hasMessageContaining("holds several sets of images");
    }

    @Test
    void emnistStandsUprightAndCountsFromOne() throws IOException {
        write("emnist-letters-train-images-idx3-ubyte", Samples.idxImages(20, 8, 8));
        byte[] labels = Samples.idxLabels(20, 3);
        for (int i = 8; i < labels.length; i++) {
            labels[i]++;
        }
        write("emnist-letters-train-labels-idx1-ubyte", labels);
        Split split = open();
        byte[] image = Samples.read(split.images(), 2);
        for (int p = 0; p < 64; p++) {
            assertThat(image[p]).isEqualTo(Samples.value(2, p % 8, p / 8, 0));
        }
        assertThat(split.classes().getFirst()).isEqualTo(new ClassCount("0", 0, 0));
        assertThat(split.classes()).hasSize(4);
        assertThat(split.report().remarks())
                .containsExactly("EMNIST stores its images on their side; here they stand upright");
    }

    @Test
    void cifarFoldersKeepTheirSplits() throws IOException {
        write("sub/data_batch_1.bin", Samples.cifar(0, 12));
        write("sub/data_batch_2.bin", Samples.cifar(12, 8));
        Split only = open(); // One level down, as the archive has it.
        assertThat(sizes(only.train())).containsExactly(18, 32, 32, 3);
        write("sub/test_batch.bin", Samples.cifar(20, 3));
        write(
                "sub/batches.meta.txt",
                "\uFEFFa\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Split split = DataSource.open(folder.resolve("sub").toString(), DEFAULTS);
        assertThat(sizes(split.train())).containsExactly(20, 32, 32, 3);
        assertThat(sizes(split.heldOut())).containsExactly(3, 32, 32, 3);
        assertThat(split.train().classes()).startsWith("a", "b").hasSize(10);
        assertThat(split.heldOut().label(1)).isEqualTo(1);
        byte[] image = Samples.read(split.train(), 13);
        for (int p = 0; p < 1024; p++) {
            for (int c = 0; c < 3; c++) {
                assertThat(image[3 * p + c]).isEqualTo(Samples.value(13, p / 32, p % 32, c));
            }
        }
        write("sub/data_batch_4.bin", Samples.cifar(0, 1));
        assertThatThrownBy(this::open).hasMessageContaining("found data_batch_4.bin, but not data_batch_3.bin");
        Files.delete(folder.resolve("sub/data_batch_4.bin"));
        write("sub/test_batch.bin", new byte[3072]);
        assertThatThrownBy(this::open).hasMessageContaining("whole records of 3073 bytes, found 3072 bytes");
        byte[] wrong = Samples.cifar(0, 2);
        wrong[3073] = 10;
        write("sub/test_batch.bin", wrong);
        assertThatThrownBy(this::open).hasMessageContaining("record 2: expected a label below 10, found 10");
    }

    @Test
    void everyTenthImageOfAFolderIsHeldOut() throws IOException {
        for (int i = 0; i < 25; i++) {
            save(String.format(Locale.ROOT, "%s/%02d.png", i < 12 ? "a" : "b", i), 28, 20);
        }
        Files.writeString(folder.resolve("b/99.png"), "broken");
        List<Integer> heard = new ArrayList<>();
        Split split = DataSource.open(folder.toString(), DEFAULTS, (done, total) -> {
            assertThat(total).isEqualTo(26);
            heard.add(done);
        });
        assertThat(heard).isSorted().hasSize(26).endsWith(26);
        assertThat(sizes(split.train())).containsExactly(23, 24, 32, 3);
        assertThat(sizes(split.heldOut())).containsExactly(2, 24, 32, 3);
        assertThat(split.heldOut().label(0)).isEqualTo(0);
        assertThat(split.heldOut().label(1)).isEqualTo(1);
        assertThat(split.skipped()).extracting(SkippedFile::file).containsExactly(folder.resolve("b/99.png"));
        assertThat(sizes(DataSource.open(folder.toString(), DEFAULTS.withImageSize(16))
                        .train()))
                .containsExactly(23, 16, 16, 3);
    }

    @Test
    void foldersNamedTrainAndTestAreTheSplit() throws IOException {
        save("train/a/1.png", 8, 8);
        save("train/b/2.png", 8, 8);
        save("train/b/3.png", 8, 8);
        save("test/b/4.png", 8, 8);
        Split split = open();
        assertThat(sizes(split.train())).containsExactly(3, 8, 8, 3);
        assertThat(sizes(split.heldOut())).containsExactly(1, 8, 8, 3);
        assertThat(split.heldOut().classes()).containsExactly("a", "b");
        assertThat(split.heldOut().label(0)).isEqualTo(1);
        save("val/a/5.png", 8, 8);
        assertThat(open().heldOut().label(0)).isEqualTo(0);
        save("more/6.png", 8, 8);
        save("stray.png", 8, 8);
        assertThat(open().train().fingerprint()).isEqualTo(split.train().fingerprint());
        assertThat(open().report().ignored())
                .extracting(IgnoredFiles::toString)
                .containsExactly("1 image in more/", "1 image beside train/ and val/", "1 image in test/");
    }

    @Test
    void fewImagesStillHaveAHeldOutOne() throws IOException {
        save("1.png", 8, 8);
        Split one = DataSource.open(folder.resolve("1.png").toString(), DEFAULTS);
        assertThat(one.train().count()).isEqualTo(1);
        assertThat(one.heldOut().count()).isEqualTo(1);
        save("2.png", 8, 8);
        assertThat(open().train().count()).isEqualTo(1);
        assertThat(open().heldOut().count()).isEqualTo(1);
    }

    @Test
    void saysWhatToDo() throws IOException {
        refused("fashon-mnist", "did you mean fashion-mnist?");
        refused("no/such/folder", "there is no such file or folder; expected fashion-mnist, or a folder");
        refused("", "expected fashion-mnist");
        refused("a\0b", "expected fashion-mnist");
        refused(folder.toString(), "is empty; expected");
        refused(write("cifar.tar.gz", new byte[9]).toString(), "unpack it first");
        refused(folder.toString(), "found no images among its 1 file");
        refused(write("x.png", new byte[9]).toString(), "cannot read the image");
        write("data_batch_1", new byte[1]);
        refused(folder.toString(), "fetch the binary version");
        assertThatThrownBy(() -> DEFAULTS.withImageSize(-1)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> DEFAULTS.withChannels(4)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> DEFAULTS.withPadTo(0)).isInstanceOf(UserException.class);
    }

    private void refused(String source, String message) {
        assertThatThrownBy(() -> DataSource.open(source, DEFAULTS))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }

    private Split open() {
        return DataSource.open(folder.toString(), DEFAULTS);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private void save(String name, int width, int height) throws IOException {
        Samples.save(Samples.picture(width, height, BufferedImage.TYPE_INT_RGB), "png", folder.resolve(name));
    }

    private static int[] sizes(ImageData data) {
        return new int[] {data.count(), data.height(), data.width(), data.channels()};
    }
}
