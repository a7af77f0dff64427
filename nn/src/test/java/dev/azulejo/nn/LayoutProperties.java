package dev.azulejo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LayoutProperties {
    @Property
    void kernelsComeBack(
            @ForAll @IntRange(min = 1, max = 5) int height,
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll @IntRange(min = 1, max = 6) int in,
            @ForAll @IntRange(min = 1, max = 6) int out) {
        Shape memory = Shape.of(height, width, in, out);
        assertThat(Layout.KERNEL.diskShape(memory)).containsExactly(out, in, height, width);
        float[] values = numbered(memory.size());
        float[] disk = Layout.KERNEL.toDisk(values, memory);
        assertThat(Layout.KERNEL.toMemory(disk, memory)).isEqualTo(values);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int i = 0; i < in; i++) {
                    for (int o = 0; o < out; o++) {
                        assertThat(disk[((o * in + i) * height + y) * width + x])
                                .isEqualTo(values[((y * width + x) * in + i) * out + o]);
                    }
                }
            }
        }
    }

    @Property
    void matricesAreTransposed(
            @ForAll @IntRange(min = 1, max = 40) int in, @ForAll @IntRange(min = 1, max = 40) int out) {
        Shape memory = Shape.of(in, out);
        assertThat(Layout.MATRIX.diskShape(memory)).containsExactly(out, in);
        float[] values = numbered(memory.size());
        float[] disk = Layout.MATRIX.toDisk(values, memory);
        assertThat(Layout.MATRIX.toMemory(disk, memory)).isEqualTo(values);
        assertThat(disk[(out - 1) * in]).isEqualTo(values[out - 1]);
        assertThat(disk[in - 1]).isEqualTo(values[(in - 1) * out]);
    }

    @Property
    void plainStaysAndIsCopied(@ForAll @IntRange(min = 1, max = 50) int n) {
        float[] values = numbered(n);
        float[] disk = Layout.PLAIN.toDisk(values, Shape.of(n));
        assertThat(disk).isEqualTo(values).isNotSameAs(values);
        assertThat(Layout.PLAIN.diskShape(Shape.SCALAR)).isEmpty();
    }

    private static float[] numbered(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return values;
    }
}
