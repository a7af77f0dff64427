package dev.azulejo.nn.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.nn.data.image.ImageDecoder.NotAnImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is done to a file, it is decoded or refused in one line, soon, and within the memory that it claimed: a hundred files
 * a format, or as many as {@code -Dazulejo.trials=N} says.
 */
class MutationTest {
    private static final int COUNT = Integer.getInteger("azulejo.trials", 100);

    /** Beside the pixels: buffers, tables, and whatever the JDK's readers make for themselves. */
    private static final long SMALL_CHANGE = 32L << 20;

    private static final long MOST = 256L << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "palette.png", "jpeg", "progressive.jpg", "restarts.jpg", "cmyk.jpg", "gif", "bmp"})
    void isDecodedOrRefusedInOneLine(String kind) throws IOException {
        byte[] file = file(kind);
        Random random = new Random(kind.hashCode());
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] mutated = mutated(file, random);
            Path path = Files.write(folder.resolve("x"), mutated);
            String reason = Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> decode(path), () -> kind + ": hangs, seeded by its name");
            if (!reason.isEmpty()) {
                assertThat(reason).doesNotContain("\n").hasSizeLessThan(200);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static String decode(Path path) {
        long before = allocated();
        long claimed = 0;
        String reason = "";
        try (ImageDecoder image = ImageDecoder.open(path)) {
            claimed = image.bytes();
            if (claimed < MOST) {
                assertThat(image.decode())
                        .hasSize(3 * image.size().height() * image.size().width());
            }
        } catch (NotAnImage e) {
            reason = e.getMessage();
            assertThat(reason).isNotBlank();
        }
        assertThat(allocated() - before).isLessThan(claimed + SMALL_CHANGE);
        return reason;
    }

    /** Bytes that this thread has made so far; by name, as this module does not read that of the beans. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getCurrentThreadAllocatedBytes")
                    .invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] mutated = file.clone();
        switch (random.nextInt(6)) {
            case 0 -> mutated = Arrays.copyOf(file, random.nextInt(file.length));
            case 1 ->
                mutated = ImageFiles.insert(file, random.nextInt(file.length), bytes(1 + random.nextInt(9), random));
            case 2 -> {
                int from = random.nextInt(file.length);
                int to = from + random.nextInt(Math.min(40, file.length - from));
                mutated = ImageFiles.join(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
            }
            case 3 -> mutated[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                // Mostly the header: that is where the lies are dangerous.
                int most = random.nextBoolean() ? Math.min(80, file.length) : file.length;
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    int value = random.nextInt(4) == 0 ? 0xFF : random.nextInt(256);
                    mutated[random.nextInt(most)] = (byte) value;
                }
            }
        }
        return mutated;
    }

    private static byte[] bytes(int count, Random random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] file(String kind) throws IOException {
        if (kind.endsWith(".jpg")) {
            try (InputStream in = MutationTest.class.getResourceAsStream("/dev/azulejo/nn/data/jpeg/" + kind)) {
                return in.readAllBytes();
            }
        }
        BufferedImage image = ImageFiles.picture(40, 30);
        if (kind.startsWith("palette")) {
            BufferedImage indexed = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_INDEXED);
            indexed.createGraphics().drawImage(image, 0, 0, null);
            return ImageFiles.encoded(indexed, "png");
        }
        return ImageFiles.encoded(image, kind);
    }
}
