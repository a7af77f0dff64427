package dev.azulejo.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.azulejo.nn.data.pixels.ImageResize;
import dev.azulejo.nn.data.pixels.PixelStore;
import dev.azulejo.nn.message.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDataTest {
    @Test
    void subsetsAreViewsInTheOrderAskedFor() {
        ImageData data = Samples.images(5, 2, 3, 3);
        ImageData part = data.select(4, 1, 1);
        assertThat(part.count()).isEqualTo(3);
        assertThat(Samples.read(part, 0)).isEqualTo(Samples.read(data, 4));
        assertThat(part.label(1)).isEqualTo(data.label(1));
        assertThat(Samples.read(data.subset(1, 4).subset(1, 2), 0)).isEqualTo(Samples.read(data, 2));
        assertThatThrownBy(() -> data.subset(1, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.subset(2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> data.label(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.read(0, new byte[18], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void paddingPutsZerosAroundAndTheOddOnesBelowAndRight() {
        for (int channels : new int[] {1, 3}) {
            ImageData data = Samples.images(2, 2, 3, channels);
            ImageData padded = data.pad(5, 8);
            byte[] image = new byte[padded.imageBytes() + 2];
            java.util.Arrays.fill(image, (byte) 99);
            padded.read(1, image, 1);
            assertThat(image[0]).isEqualTo((byte) 99);
            assertThat(image[image.length - 1]).isEqualTo((byte) 99);
            int at = 1;
            for (int y = 0; y < 5; y++) {
                for (int x = 0; x < 8; x++) {
                    for (int c = 0; c < channels; c++) {
                        boolean inside = y >= 1 && y < 3 && x >= 2 && x < 5;
                        assertThat(image[at++])
                                .as("%d,%d,%d", y, x, c)
                                .isEqualTo(inside ? Samples.value(1, y - 1, x - 2, c) : 0);
                    }
                }
            }
        }
    }

    @Test
    void paddingToAMultiple() {
        ImageData data = Samples.images(1, 28, 32, 1);
        assertThat(data.padToMultiple(8).height()).isEqualTo(32);
        assertThat(data.padToMultiple(8).width()).isEqualTo(32);
        assertThat(data.padToMultiple(4)).isSameAs(data);
        assertThatThrownBy(() -> data.pad(27, 32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void greyAndColour() {
        ImageData colour = ArrayImageData.of(
                "c", 1, 2, 3, List.of(), new int[0], new byte[] {(byte) 255, 0, 0, 10, (byte) 200, 30});
        assertThat(Samples.read(colour.withChannels(1), 0)).containsExactly(76, 124);
        ImageData grey = Samples.images(1, 1, 2, 1);
        byte a = Samples.value(0, 0, 0, 0);
        byte b = Samples.value(0, 0, 1, 0);
        assertThat(Samples.read(grey.withChannels(3), 0)).containsExactly(a, a, a, b, b, b);
        assertThat(Samples.read(grey.withChannels(3).withChannels(1), 0)).containsExactly(a, b);
        assertThatThrownBy(() -> grey.withChannels(2)).isInstanceOf(UserException.class);
    }

    @Test
    void fingerprintsTellContentApartAndNothingElse() {
        ImageData data = Samples.images(600, 4, 4, 1);
        String print = data.fingerprint();
        assertThat(print).matches("[0-9a-f]{64}").isEqualTo(data.subset(0, 600).fingerprint());
        assertThat(data.subset(0, 599).fingerprint()).isNotEqualTo(print);
        int[] swapped = java.util.stream.IntStream.range(0, 600).toArray();
        swapped[3] = 6; // The same label, other pixels.
        swapped[6] = 3;
        assertThat(data.select(swapped).fingerprint()).isNotEqualTo(print);
        assertThat(data.withChannels(3).fingerprint()).isNotEqualTo(print);
        byte[] pixels = new byte[600 * 16];
        for (int i = 0; i < 600; i++) {
            data.read(i, pixels, i * 16);
        }
        int[] labels = java.util.stream.IntStream.range(0, 600).map(data::label).toArray();
        ImageData same = ArrayImageData.of("other name", 4, 4, 1, data.classes(), labels, pixels);
        assertThat(same.fingerprint()).isEqualTo(print);
        labels[0] = 1;
        assertThat(ArrayImageData.of("sample", 4, 4, 1, data.classes(), labels, pixels)
                        .fingerprint())
                .isNotEqualTo(print);
    }

    @Test
    void aScratchFileHoldsTheSameBytesAsTheHeap() {
        for (long heapLimit : new long[] {0, 1 << 20}) {
            PixelStore store = PixelStore.allocate(50, 12, heapLimit);
            assertThat(store).isInstanceOf(heapLimit == 0 ? PixelStore.Scratch.class : PixelStore.Heap.class);
            java.util.stream.IntStream.range(0, 50).parallel().forEach(i -> {
                byte[] bytes = new byte[14];
                java.util.Arrays.fill(bytes, (byte) i);
                store.write(i, bytes, 1);
            });
            for (int i = 49; i >= 0; i--) {
                byte[] back = new byte[12];
                store.read(i, back, 0);
                assertThat(back).containsOnly(i);
            }
        }
        assertThatThrownBy(() -> PixelStore.allocate(1L << 30, 1 << 30, 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("-Djava.io.tmpdir");
    }

    @Test
    void resizingKeepsFlatImagesFlatAndMeansAsTheyAre() {
        byte[] flat = new byte[37 * 53];
        java.util.Arrays.fill(flat, (byte) 200);
        for (int size : new int[] {1, 8, 37, 64}) {
            assertThat(ImageResize.square(flat, 37, 53, 1, size))
                    .hasSize(size * size)
                    .containsOnly((byte) 200);
        }
        // Halving: a triangle of reach 2 over [0 0 80 80 | 160 160 240 240] has weights 1 3 3 1, cut at the border.
        byte[] steps = {0, 0, 80, 80, (byte) 160, (byte) 160, (byte) 240, (byte) 240};
        byte[] rows = new byte[64];
        for (int y = 0; y < 8; y++) {
            System.arraycopy(steps, 0, rows, 8 * y, 8);
        }
        byte[] half = ImageResize.square(rows, 8, 8, 1, 4);
        assertThat(new int[] {half[0] & 255, half[1] & 255, half[2] & 255, half[3] & 255})
                .containsExactly(11, 80, 160, 229);
    }

    @Test
    void resizingCropsTheMiddleOfTheLongerSide() {
        ImageData wide = Samples.images(1, 4, 10, 3);
        ImageData square = wide.resizeTo(4);
        byte[] image = Samples.read(square, 0);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                assertThat(image[(y * 4 + x) * 3]).isEqualTo(Samples.value(0, y, x + 3, 0));
            }
        }
        assertThat(square.label(0)).isEqualTo(wide.label(0));
        assertThatThrownBy(() -> wide.resizeTo(0)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> wide.resizeTo(1 << 20)).isInstanceOf(UserException.class);
    }
}
