package dev.azulejo.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.engine.tornado.kernels.Operands;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Every shape of a tile, also those that only products too large for an emulator choose, where tiles fit and where not. */
class TilesTest {
    private static final ConvolutionGeometry NONE = new ConvolutionGeometry(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0);

    static Stream<Arguments> cases() {
        return Stream.of(Tiles.LARGE, Tiles.TALL, Tiles.SMALL, Tiles.NARROW, Tiles.THIN, Tiles.PLAIN)
                .flatMap(t -> Stream.of(
                        Arguments.of(t, t.rows(), t.across(), 16),
                        Arguments.of(t, t.rows() + 3, t.across() + 1, 11),
                        Arguments.of(t, 5, t.across(), 8)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTileMultiplies(Tiles tiles, int m, int n, int k) {
        FloatArray a = normals(1, m * k);
        FloatArray b = normals(2, k * n);
        for (int transposed : new int[] {0, Operands.TRANSPOSE_LEFT, Operands.TRANSPOSE_RIGHT}) {
            FloatArray out = new FloatArray(m * n);
            new Emulator().run(new Product(transposed, 1, m, n, k, NONE).multiply(tiles, a, b, Epilogue.NONE, out, k));
            float[] found = new float[m * n];
            float[] expected = new float[m * n];
            for (int i = 0; i < m * n; i++) {
                found[i] = out.get(i);
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    float left = a.get(transposed == Operands.TRANSPOSE_LEFT ? p * m + i / n : i / n * k + p);
                    float right = b.get(transposed == Operands.TRANSPOSE_RIGHT ? i % n * k + p : p * n + i % n);
                    sum += (double) left * right;
                }
                expected[i] = (float) sum;
            }
            for (int i = 0; i < m * n; i++) {
                assertThat(found[i]).as("flags %d, element %d", transposed, i).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    private static FloatArray normals(int stream, int n) {
        float[] values = new float[n];
        Philox.normals(0, stream, 0, 0, values, 0, n);
        FloatArray array = new FloatArray(n);
        for (int i = 0; i < n; i++) {
            array.set(i, values[i]);
        }
        return array;
    }
}
