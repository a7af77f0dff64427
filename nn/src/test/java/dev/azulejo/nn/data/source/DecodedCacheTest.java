package dev.azulejo.nn.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.data.split.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedCacheTest {
    @TempDir
    Path folder;

    private Path images;
    private Path cache;
    private DecodedCache kept;
    private static final long NEVER = Long.MAX_VALUE / 2;
    private static final long ALWAYS = -NEVER;
    private String expected;

    @BeforeEach
    void images() throws IOException {
        images = folder.resolve("images");
        cache = folder.resolve("cache/azulejo");
        kept = new DecodedCache(cache, 1 << 20, NEVER);
        for (int i = 0; i < 12; i++) {
            save(i + ".png", 20 + i, 24);
        }
        Files.writeString(images.resolve("a/broken.png"), "no image");
        expected = DataSource.open(
                        images.toString(), DataSource.Options.defaults().withImageSize(16))
                .images()
                .fingerprint();
    }

    @Test
    void whatWasDecodedIsTakenFromTheCache() throws IOException {
        assertThat(decoded()).as("decoded").isGreaterThan(1);
        assertThat(entries()).hasSize(1);
        assertThat(decoded()).as("reports of decoding").isEqualTo(1);
        DataSource.Options grey =
                DataSource.Options.defaults().withImageSize(16).withChannels(1);
        assertThat(DataSource.open(images.toString(), grey.withCache(kept))
                        .images()
                        .fingerprint())
                .isEqualTo(DataSource.open(images.toString(), grey).images().fingerprint());
        assertThat(entries()).as("of any channels").hasSize(1);
        Split split = open();
        assertThat(split.skipped())
                .extracting(s -> s.file().getFileName().toString())
                .containsExactly("broken.png");
        assertThat(split.images().name()).isEqualTo(images.toString());
        assertThat(split.name(1)).isEqualTo("a/1.png");
        assertThat(split.heldOut().label(0)).isZero();
    }

    @Test
    void aChangedFileIsNoticedWhateverItsTimesSay() throws IOException {
        open();
        Path file = images.resolve("a/3.png");
        FileTime written = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(images.resolve("a/4.png"));
        long size = Files.size(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, written);
        assertThat(open().images().fingerprint()).isNotEqualTo(expected);
        assertThat(Math.abs(size - bytes.length)).isLessThan(200);
        Files.move(images.resolve("a/5.png"), images.resolve("a/6a.png"));
        assertThat(open().name(4)).isEqualTo("a/2.png");
        Files.delete(images.resolve("a/7.png"));
        assertThat(open().images().count()).isEqualTo(11);
    }

    @Test
    void timesSpareTheHashAndDoNotHideAChange() throws IOException {
        kept = new DecodedCache(cache, 1 << 20, ALWAYS);
        assertThat(decoded()).isGreaterThan(1);
        assertThat(decoded()).isEqualTo(1);
        try (Stream<Path> content = Files.list(cache)) {
            assertThat(content.filter(p -> p.toString().endsWith(".note"))).hasSize(1);
        }
        FileTime written = Files.getLastModifiedTime(images.resolve("a/3.png"));
        Files.write(images.resolve("a/3.png"), Files.readAllBytes(images.resolve("a/4.png")));
        Files.setLastModifiedTime(images.resolve("a/3.png"), written);
        assertThat(open().images().fingerprint()).isNotEqualTo(expected);
        save("3.png", 23, 24);
        assertThat(decoded()).as("known by its bytes, at another time").isEqualTo(1);
    }

    @Test
    void anImageThatWasBrokenAndIsWholeAgainIsRead() throws IOException {
        open();
        save("broken.png", 20, 20);
        assertThat(open().images().count()).isEqualTo(13);
    }

    @Test
    void damageIsNoticedWhereverItIs() throws IOException {
        open();
        Path entry = entries().getFirst();
        byte[] whole = Files.readAllBytes(entry);
        for (int at = 0; at < whole.length; at += at < 200 ? 1 : 251) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(entry, damaged);
            assertThat(open().images().fingerprint()).as("byte " + at).isEqualTo(expected);
        }
        for (int length : new int[] {0, 5, 12, 100, whole.length / 2, whole.length - 1}) {
            Files.write(entry, Arrays.copyOf(whole, length));
            assertThat(open().images().fingerprint()).as("length " + length).isEqualTo(expected);
        }
        open();
        assertThat(entries()).containsExactly(entry);
        assertThat(entry).hasBinaryContent(whole);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoError() throws IOException {
        Files.createDirectories(folder.resolve("cache"));
        Files.writeString(cache, "a file where the folder should be");
        assertThat(open().images().fingerprint()).isEqualTo(expected);
        Files.delete(cache);
        Files.createSymbolicLink(cache, folder.resolve("nowhere"));
        assertThat(open().images().fingerprint()).isEqualTo(expected);
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        kept = DecodedCache.in(Path.of("/proc/self/azulejo"), 1 << 20);
        assertThat(open().images().fingerprint()).isEqualTo(expected);
    }

    @Test
    void theOldestGoesFirstAndWhatIsTooLargeIsNotKept() throws IOException {
        int bytes = 12 * 16 * 16 * 3;
        kept = new DecodedCache(cache, 2 * bytes + 2000, NEVER);
        open();
        Path first = entries().getFirst();
        Files.setLastModifiedTime(first, FileTime.fromMillis(1000));
        Path dead = Files.writeString(cache.resolve("x.1.partial"), "left by a killed process");
        Files.setLastModifiedTime(dead, FileTime.fromMillis(1000));
        DataSource.open(
                images.toString(),
                DataSource.Options.defaults().withImageSize(15).withCache(kept));
        assertThat(entries()).hasSize(2).contains(first);
        assertThat(dead).doesNotExist();
        Files.delete(images.resolve("a/1.png"));
        open();
        assertThat(entries()).hasSize(2).doesNotContain(first);
        kept = DecodedCache.in(folder.resolve("small"), 100);
        open();
        assertThat(folder.resolve("small")).isEmptyDirectory();
    }

    private Split open() {
        return DataSource.open(
                images.toString(),
                DataSource.Options.defaults().withImageSize(16).withCache(kept));
    }

    /** How often decoding reported that it went on. */
    private int decoded() {
        List<Integer> heard = new ArrayList<>();
        Split split = DataSource.open(
                images.toString(),
                DataSource.Options.defaults().withImageSize(16).withCache(kept),
                (done, total) -> heard.add(done));
        assertThat(split.images().fingerprint()).isEqualTo(expected);
        return heard.size();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> content = Files.list(cache)) {
            return content.filter(p -> p.toString().endsWith(".images"))
                    .sorted()
                    .toList();
        }
    }

    private void save(String name, int width, int height) throws IOException {
        Samples.save(
                Samples.picture(width, height, BufferedImage.TYPE_INT_RGB),
                "png",
                images.resolve("a").resolve(name));
    }
}
