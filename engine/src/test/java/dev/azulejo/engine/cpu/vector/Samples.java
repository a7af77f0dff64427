package dev.azulejo.engine.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.DType;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.engine.cpu.HeapBuffer;
import dev.azulejo.engine.random.Philox;
import java.util.Arrays;

/** Buffers of reproducible numbers, and the comparison of kernels that sum in different orders. */
public final class Samples {
    /** Norm-wise relative error that a product or a convolution may have against float64. */
    public static final double TOLERANCE = 1e-5;

    private Samples() {}

    public static Buffer normal(Memory memory, int stream, int size) {
        Buffer buffer = memory.allocate(DType.FLOAT32, size);
        Philox.normals(42, stream, 0, 0, HeapBuffer.floats(buffer), 0, size);
        return buffer;
    }

    /** A buffer full of NaN: an output whose old content must not matter. */
    public static Buffer poisoned(Memory memory, int size) {
        Buffer buffer = memory.allocate(DType.FLOAT32, size);
        Arrays.fill(HeapBuffer.floats(buffer), Float.NaN);
        return buffer;
    }

    public static Buffer copy(Memory memory, Buffer source) {
        Buffer buffer = memory.allocate(DType.FLOAT32, source.size());
        memory.copy(source, 0, buffer, 0, source.size());
        return buffer;
    }

    public static void assertClose(Buffer expected, Buffer actual, String what) {
        float[] e = HeapBuffer.floats(expected);
        float[] a = HeapBuffer.floats(actual);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < e.length; i++) {
            difference += Math.pow((double) a[i] - e[i], 2);
            norm += Math.pow(e[i], 2);
        }
        double error = Math.sqrt(difference / Math.max(norm, 1e-30));
        assertTrue(error <= TOLERANCE, what + ": relative error " + error);
    }
}
