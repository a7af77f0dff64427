package dev.azulejo.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.UnaryFunction;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.cpu.vector.VectorBackend;
import dev.azulejo.engine.random.Philox;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Infinities, NaN, subnormals, huge values and exact ties: the vector backend does as the scalar one. */
class EdgeValuesTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final float[] SPECIAL = {
        0,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-39f,
        -1e-39f,
        1e-20f,
        1,
        -1,
        20,
        -20,
        87,
        -87,
        88.6f,
        89,
        -89,
        -103,
        -105,
        1e4f,
        -1e4f,
        1e30f,
        -1e30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        INFINITY,
        -INFINITY,
        Float.NaN
    };

    @ParameterizedTest
    @EnumSource
    void functionsOfSpecialValues(UnaryFunction f) {
        // Twice, one place further: in whole registers and in the rest of every width.
        float[] x = new float[2 * SPECIAL.length + 1];
        System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
        System.arraycopy(SPECIAL, 0, x, SPECIAL.length + 1, SPECIAL.length);
        assertAgree(x, x.length, (k, b) -> k.elementwise().unary(f, b[0], b[1], x.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 27, 54})
    void greatestOfSpecialValues(int columns) {
        float[] x = new float[2 * SPECIAL.length];
        System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
        System.arraycopy(SPECIAL, 0, x, SPECIAL.length, SPECIAL.length);
        int rows = x.length / columns;
        assertAgree(x, rows, (k, b) -> {
            Buffer places = k.memory().allocate(DType.INT32, rows);
            k.reductions().argMax(b[0], places, rows, columns);
            k.elementwise().toFloats(places, b[1], rows);
        });
    }

    @Test
    void gatesOfSpecialValues() {
        int n = SPECIAL.length * SPECIAL.length;
        float[] x = new float[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = SPECIAL[i / SPECIAL.length];
            x[n + i] = SPECIAL[i % SPECIAL.length];
        }
        assertAgree(x, n, (k, b) -> k.elementwise().gate(b[0], b[1], 1, n));
    }

    @Test
    void dropoutOfNaNIsZeroOrNaN() {
        float[] x = new float[100];
        Arrays.fill(x, Float.NaN);
        assertAgree(
                x,
                100,
                (k, b) -> k.elementwise()
                        .dropout(b[0], b[1], 100, 0.5f, 1, k.memory().allocate(DType.INT32, 4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 17, 40})
    void rowsWithSpecialValues(int columns) {
        float[] values = {0, 1e4f, -1e4f, Float.MAX_VALUE, -Float.MAX_VALUE, -INFINITY, 1e-40f, Float.NaN, INFINITY};
        int rows = values.length * values.length;
        float[] x = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(x, r * columns, (r + 1) * columns, values[r / values.length]);
            x[r * columns + r % columns] = values[r % values.length];
        }
        assertAgree(x, x.length, (k, b) -> k.normalizations().softmax(b[0], b[1], rows, columns));
        assertAgree(x, x.length, (k, b) -> k.normalizations().logSoftmax(b[0], b[1], rows, columns));
        assertAgree(x, 1, (k, b) -> k.reductions().sum(b[0], 3 * columns, 1, b[1], 0));
    }

    @Test
    void crossEntropyOfSureModels() {
        float[] logits = {1e4f, 0, 0, 1e4f, -3e38f, 3e38f, 50, -50, 1e-40f, 0};
        for (int target : new int[] {0, 1}) {
            BiConsumer<Backend, Buffer[]> call = (k, b) -> {
                Buffer targets = k.memory().allocate(DType.INT32, 5);
                k.memory().write(new int[] {target, target, target, target, target}, 0, targets, 0, 5);
                Buffer one = k.memory().allocate(DType.FLOAT32, 1);
                k.memory().fill(one, 1, 1);
                k.normalizations().crossEntropyGradient(b[0], targets, one, b[1], 5, 2);
            };
            assertAgree(logits, 10, call);
        }
        assertAgree(
                logits,
                1,
                (k, b) -> k.normalizations().crossEntropy(b[0], k.memory().allocate(DType.INT32, 2), b[1], 2, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 33})
    void exactTiesGoToTheLowestCode(int dimension) {
        int rows = 300;
        int codes = 100;
        float[] x = new float[(rows + codes) * dimension];
        for (int i = 0; i < x.length; i++) {
            x[i] = Philox.below(3, 5, dimension, 0, i) - 1;
        }
        assertSameCodes(x, rows, codes, dimension);
    }

    @Test
    void codesThatDifferInTheLastBitAreToldApart() {
        int rows = 200;
        int codes = 64;
        int dimension = 16;
        float[] x = new float[(rows + codes) * dimension];
        Philox.normals(3, 0, 0, 0, x, 0, x.length);
        for (int k = 1; k < codes; k++) {
            int at = (rows + k) * dimension;
            System.arraycopy(x, rows * dimension, x, at, dimension);
            x[at + k % dimension] =
                    k % 2 == 0 ? Math.nextUp(x[at + k % dimension]) : Math.nextDown(x[at + k % dimension]);
        }
        assertSameCodes(x, rows, codes, dimension);
    }

    @Test
    void vectorsThatAreNotFiniteStillGetACode() {
        int codes = 40;
        int dimension = 5;
        float[] special = {Float.NaN, INFINITY, -INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, 1e20f, 0, 1e-40f};
        float[] x = new float[(special.length + codes) * dimension];
        Philox.normals(4, 0, 0, 0, x, 0, x.length);
        for (int r = 0; r < special.length; r++) {
            x[r * dimension + 2] = special[r];
        }
        assertSameCodes(x, special.length, codes, dimension);
        for (float value : special) {
            x[(special.length + 7) * dimension + 1] = value;
            assertSameCodes(x, special.length, codes, dimension);
        }
    }

    /** The vectors are the first rows of x, the codes the rest. */
    private static void assertSameCodes(float[] x, int rows, int codes, int dimension) {
        int[][] found = new int[2][rows];
        try (Backend scalar = new ScalarBackend();
                Backend vector = new VectorBackend(2)) {
            for (Backend k : new Backend[] {scalar, vector}) {
                Buffer z = k.memory().allocate(DType.FLOAT32, rows * dimension);
                Buffer codebook = k.memory().allocate(DType.FLOAT32, codes * dimension);
                Buffer indices = k.memory().allocate(DType.INT32, rows);
                k.memory().write(x, 0, z, 0, rows * dimension);
                k.memory().write(x, rows * dimension, codebook, 0, codes * dimension);
                k.codebooks().nearest(z, codebook, indices, rows, codes, dimension);
                k.memory().read(indices, 0, found[k.equals(scalar) ? 0 : 1], 0, rows);
            }
        }
        assertThat(found[1]).isEqualTo(found[0]);
    }

    /** Runs a call on (x, output) on both backends: the same NaN and infinities, and else near each other. */
    private static void assertAgree(float[] x, int outputs, BiConsumer<Backend, Buffer[]> call) {
        float[] want = new float[outputs];
        float[] have = new float[outputs];
        try (Backend scalar = new ScalarBackend();
                Backend vector = new VectorBackend(1)) {
            for (Backend k : new Backend[] {scalar, vector}) {
                Buffer in = k.memory().allocate(DType.FLOAT32, x.length);
                Buffer out = k.memory().allocate(DType.FLOAT32, outputs);
                k.memory().write(x, 0, in, 0, x.length);
                call.accept(k, new Buffer[] {in, out});
                k.memory().read(out, 0, k.equals(scalar) ? want : have, 0, outputs);
            }
        }
        for (int i = 0; i < outputs; i++) {
            boolean same = Float.isFinite(want[i])
                    ? Math.abs(have[i] - want[i]) <= 2e-6 * Math.abs(want[i]) + 1e-7
                    : Float.compare(have[i], want[i]) == 0;
            assertThat(same)
                    .as("element %d: vector %s, scalar %s", i, have[i], want[i])
                    .isTrue();
        }
    }
}
