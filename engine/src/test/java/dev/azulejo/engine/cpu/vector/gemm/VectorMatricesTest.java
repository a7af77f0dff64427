package dev.azulejo.engine.cpu.vector.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels.Shape;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.cpu.HeapBuffer;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.scalar.ScalarBackend;
import dev.azulejo.engine.cpu.vector.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorMatricesTest {
    private static final Backend SCALAR = new ScalarBackend();
    private static final Memory MEMORY = SCALAR.memory();
    private static final Workers ONE = new Workers(1);
    private static final Workers THREE = new Workers(3);
    private static final VectorMatrices ALONE = new VectorMatrices(ONE);
    private static final VectorMatrices TOGETHER = new VectorMatrices(THREE);

    @AfterAll
    static void close() {
        ONE.close();
        THREE.close();
    }

    /** Batch, m, n, k: every path, and sizes around tiles, blocks and vectors. */
    static List<int[]> sizes() {
        return List.of(
                new int[] {1, 1, 1, 1},
                new int[] {1, 1, 5, 3},
                new int[] {1, 3, 2, 0},
                new int[] {1, 20, 20, 0},
                new int[] {1, 1, 300, 257},
                new int[] {1, 4, 64, 33},
                new int[] {1, 7, 15, 40},
                new int[] {1, 7, 17, 40},
                new int[] {1, 16, 100, 129},
                new int[] {1, 17, 100, 129},
                new int[] {1, 333, 1, 77},
                new int[] {1, 14, 32, 256},
                new int[] {1, 15, 33, 257},
                new int[] {1, 207, 13, 1},
                new int[] {1, 19, 3, 2100},
                new int[] {1, 254, 258, 513},
                new int[] {1, 48, 130, 5000},
                new int[] {1, 600, 31, 700},
                new int[] {3, 20, 20, 20},
                new int[] {5, 2, 9, 31},
                new int[] {2, 100, 300, 400},
                new int[] {0, 4, 4, 4});
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void equalsScalarWhateverIsTransposedAndFused(int[] size) {
        int m = size[1];
        int n = size[2];
        int k = size[3];
        for (int variant = 0; variant < 8; variant++) {
            Shape shape = new Shape(size[0], m, n, k, (variant & 1) != 0, (variant & 2) != 0);
            Buffer a = Samples.normal(MEMORY, 1, size[0] * m * k);
            Buffer b = Samples.normal(MEMORY, 2, size[0] * k * n);
            boolean fused = (variant & 4) != 0;
            Buffer residual = fused ? Samples.normal(MEMORY, 3, size[0] * m * n) : null;
            Buffer bias = fused ? Samples.normal(MEMORY, 4, n) : null;
            check(a, b, new Epilogue(bias, fused, residual), shape);
        }
    }

    private static void check(Buffer a, Buffer b, Epilogue epilogue, Shape shape) {
        check(ALONE, TOGETHER, a, b, epilogue, shape);
    }

    private static void check(
            VectorMatrices alone, VectorMatrices together, Buffer a, Buffer b, Epilogue epilogue, Shape shape) {
        int size = shape.batch() * shape.m() * shape.n();
        Buffer expected = Samples.poisoned(MEMORY, size);
        SCALAR.matrices().multiply(a, b, epilogue, expected, shape);
        List<float[]> results = new ArrayList<>();
        for (VectorMatrices kernels : List.of(alone, together)) {
            Buffer actual = Samples.poisoned(MEMORY, size);
            kernels.multiply(a, b, epilogue, actual, shape);
            Samples.assertClose(expected, actual, shape.toString());
            results.add(HeapBuffer.floats(actual));
        }
        assertArrayEquals(results.get(0), results.get(1), "the number of threads changes bits: " + shape);
    }

    @Test
    void theResidualMayBeTheOutput() {
        for (int k : new int[] {30, 600, 4000}) {
            Shape shape = new Shape(1, 40, 50, k, false, false);
            Buffer a = Samples.normal(MEMORY, 1, 40 * k);
            Buffer b = Samples.normal(MEMORY, 2, k * 50);
            Buffer expected = Samples.normal(MEMORY, 3, 40 * 50);
            Buffer actual = Samples.copy(MEMORY, expected);
            SCALAR.matrices().multiply(a, b, new Epilogue(null, true, expected), expected, shape);
            TOGETHER.multiply(a, b, new Epilogue(null, true, actual), actual, shape);
            Samples.assertClose(expected, actual, shape.toString());
        }
    }

    @Test
    void aMatrixTooLargeToPackAtOnceIsPackedInSlices() {
        Shape shape = new Shape(1, 17, 600, 20_000, false, false);
        check(Samples.normal(MEMORY, 1, 17 * 20_000), Samples.normal(MEMORY, 2, 600 * 20_000), Epilogue.NONE, shape);
    }

    @Test
    void kernelsThatHaveNoScratchYetReadNothingBehindTheirPanels() {
        for (int k : new int[] {17, 200, 256}) {
            Buffer a = Samples.normal(MEMORY, 1, 40 * k);
            Buffer b = Samples.normal(MEMORY, 2, k * 5);
            Shape shape = new Shape(1, 40, 5, k, false, false);
            check(new VectorMatrices(ONE), new VectorMatrices(THREE), a, b, Epilogue.NONE, shape);
        }
    }
}
