package dev.azulejo.nn.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.Samples;
import dev.azulejo.nn.data.image.ImageDecoder;
import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.split.SkippedFile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {
    @TempDir
    Path folder;

    @Test
    void aStripIsSkippedAndAllOthersAreRead() throws Exception {
        for (int i = 0; i < 4; i++) {
            Samples.save(Samples.picture(20, 30, BufferedImage.TYPE_INT_RGB), "png", folder.resolve(i + ".png"));
        }
        Path strip = folder.resolve("strip.png");
        Samples.save(new BufferedImage(90_000_000, 1, BufferedImage.TYPE_BYTE_BINARY), "png", strip);
        Path tall = folder.resolve("tall.png");
        Samples.save(new BufferedImage(3, 300, BufferedImage.TYPE_BYTE_BINARY), "png", tall);
        Samples.save(Samples.picture(99, 1, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("wide.png"));
        ImageFolder.Result read = ImageFolder.read(folder, OptionalInt.of(32), OptionalInt.empty());
        assertThat(read.images().count()).isEqualTo(5);
        assertThat(read.skipped())
                .containsExactly(
                        new SkippedFile(strip, "too narrow: of 90000000x1 pixels a square shows next to nothing"),
                        new SkippedFile(tall, "too narrow: of 3x300 pixels a square shows next to nothing"));
    }

    @Test
    void withoutASizeAStripIsTooLarge() throws Exception {
        Path strip = folder.resolve("strip.png");
        Samples.save(new BufferedImage(90_000_000, 1, BufferedImage.TYPE_BYTE_BINARY), "png", strip);
        Samples.save(Samples.picture(9, 9, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png"));
        ImageFolder.Result read = ImageFolder.read(folder, OptionalInt.empty(), OptionalInt.empty());
        assertThat(read.skipped())
                .containsExactly(
                        new SkippedFile(strip, "too large: 90000000x1 pixels, and no smaller size was asked for"));
    }

    /** All sides go through the resize, whatever their ratio: nothing overflows. */
    @Test
    void resizesTheLongestStripsToTheLargestSize() {
        byte[] image = new byte[3 * 9_000_000];
        image[3 * 4_499_999] = 77;
        assertThat(ImageResize.square(image, 1, 9_000_000, 3, 8192)).hasSize(3 * 8192 * 8192);
        assertThat(ImageResize.square(image, 9_000_000, 1, 3, 1)[0]).isEqualTo((byte) 77);
    }

    @Test
    void whatIsTooLargeFollowsFromTheFileAndTheHeap() throws Exception {
        Path file =
                Samples.save(Samples.picture(2000, 1000, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png"));
        try (ImageDecoder image = ImageDecoder.open(file)) {
            DecodingMemory small = new DecodingMemory(20 << 20);
            assertThatThrownBy(() -> small.within(image, () -> new byte[0]))
                    .isInstanceOf(NotAnImage.class)
                    .hasMessage("too large for a heap of 20 MiB: to decode its 2000x1000 pixels takes 12 MiB;"
                            + " run again with -Xmx1g");
            assertThat(new DecodingMemory(40 << 20).within(image, image::decode))
                    .hasSize(6_000_000);
        }
    }

    @Test
    void noMoreAreDecodedAtOnceThanTheHeapHolds() throws Exception {
        Path file =
                Samples.save(Samples.picture(2000, 1000, BufferedImage.TYPE_INT_RGB), "png", folder.resolve("a.png"));
        DecodingMemory memory = new DecodingMemory(70 << 20); // Two of 12 MiB go into 0.4 of it.
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    try (ImageDecoder image = ImageDecoder.open(file)) {
                        memory.within(image, () -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(1_000_000);
                            now.decrementAndGet();
                            return new byte[0];
                        });
                    } catch (NotAnImage e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(now).hasValue(0);
        assertThat(most.get()).isBetween(1, 2);
    }

    /** A file whose turn came when the memory was taken is tried again alone, and nothing of it shows. */
    @Test
    void aFileThatRanOutOfMemoryBesideOthersIsReadAlone() {
        List<Path> files =
                IntStream.range(0, 50).mapToObj(i -> Path.of(i + ".png")).toList();
        String[] faults = new String[50];
        AtomicInteger calls = new AtomicInteger();
        ImageLoader loader = new ImageLoader("test", files, List.of(), new int[0], List.of());
        AtomicInteger twice = new AtomicInteger();
        loader.decodeAll(faults, LoadListener.NONE, i -> {
            if (i == 7) {
                throw new NotAnImage("damaged");
            }
            if (i == 9) {
                throw new ArrayIndexOutOfBoundsException("9");
            }
            if (i % 5 == 0 && calls.incrementAndGet() <= 10) {
                twice.incrementAndGet();
                throw new OutOfMemoryError();
            }
        });
        assertThat(twice).hasValue(10);
        assertThat(faults[7]).isEqualTo("damaged");
        assertThat(faults[9]).contains("ArrayIndexOutOfBounds");
        assertThat(IntStream.range(0, 50).filter(i -> faults[i] != null)).containsExactly(7, 9);
        assertThatThrownBy(() -> loader.decodeAll(faults, LoadListener.NONE, i -> {
                    if (i == 3) {
                        throw new OutOfMemoryError();
                    }
                }))
                .hasMessageContaining("decode 3.png; run again with a larger -Xmx");
    }
}
