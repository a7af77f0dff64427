package dev.azulejo.engine.cpu.vector.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.azulejo.engine.backend.Backend;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
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

class VectorConvolutionsTest {
    private static final Backend SCALAR = new ScalarBackend();
    private static final Memory MEMORY = SCALAR.memory();
    private static final Workers ONE = new Workers(1);
    private static final Workers THREE = new Workers(3);
    private static final VectorConvolutions ALONE = new VectorConvolutions(ONE);
    private static final VectorConvolutions TOGETHER = new VectorConvolutions(THREE);

    @AfterAll
    static void close() {
        ONE.close();
        THREE.close();
    }

    /** Batch, input height, width and channels, output ditto, kernel height and width, stride, padding top and left. */
    static List<ConvolutionGeometry> geometries() {
        return List.of(
                // 3x3, padded: even, odd, tiny, narrow and wide.
                new ConvolutionGeometry(2, 8, 8, 32, 8, 8, 32, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 13, 7, 19, 13, 7, 23, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(3, 1, 1, 5, 1, 1, 4, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 2, 37, 33, 2, 37, 65, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(2, 16, 16, 128, 16, 16, 96, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 20, 20, 300, 20, 20, 130, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 12, 12, 320, 12, 12, 48, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(2, 33, 31, 64, 33, 31, 64, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(2, 12, 11, 144, 12, 11, 272, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(4, 12, 12, 48, 12, 12, 3, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(4, 12, 12, 1, 12, 12, 40, 3, 3, 1, 1, 1),
                // 3x3 without padding, causal, and padded beyond its size.
                new ConvolutionGeometry(1, 9, 10, 16, 7, 8, 16, 3, 3, 1, 0, 0),
                new ConvolutionGeometry(2, 9, 10, 32, 9, 10, 48, 3, 3, 1, 2, 2),
                new ConvolutionGeometry(1, 6, 5, 32, 12, 11, 32, 3, 3, 1, 4, 3),
                // 4x4 of stride 2, forward sizes even and odd, and few channels.
                new ConvolutionGeometry(2, 16, 16, 32, 8, 8, 32, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(1, 15, 11, 20, 7, 5, 36, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(2, 32, 32, 3, 16, 16, 40, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(1, 30, 26, 1, 15, 13, 128, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(1, 16, 12, 130, 8, 6, 70, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(2, 34, 34, 64, 17, 17, 64, 4, 4, 2, 1, 1),
                new ConvolutionGeometry(2, 24, 22, 144, 12, 11, 272, 4, 4, 2, 1, 1),
                // 1x1, with stride too.
                new ConvolutionGeometry(2, 9, 9, 32, 9, 9, 16, 1, 1, 1, 0, 0),
                new ConvolutionGeometry(1, 40, 41, 70, 40, 41, 3, 1, 1, 1, 0, 0),
                new ConvolutionGeometry(1, 9, 9, 8, 5, 5, 12, 1, 1, 2, 0, 0),
                // Causal kernels of PixelSNAIL and PixelCNN.
                new ConvolutionGeometry(2, 8, 8, 32, 8, 8, 32, 2, 3, 1, 1, 1),
                new ConvolutionGeometry(2, 8, 8, 32, 8, 8, 32, 1, 2, 1, 0, 1),
                new ConvolutionGeometry(1, 8, 9, 24, 8, 9, 40, 2, 2, 1, 2, 1),
                new ConvolutionGeometry(1, 12, 11, 16, 12, 11, 17, 5, 5, 1, 2, 2),
                // Strides greater than the kernel, and others.
                new ConvolutionGeometry(2, 11, 12, 6, 4, 4, 9, 2, 2, 3, 0, 0),
                new ConvolutionGeometry(1, 17, 19, 10, 6, 7, 11, 5, 4, 3, 2, 1),
                new ConvolutionGeometry(1, 12, 12, 7, 6, 6, 8, 3, 3, 2, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void everyDirectionEqualsScalar(ConvolutionGeometry g) {
        Buffer x = Samples.normal(MEMORY, 1, g.inputSize());
        Buffer w = Samples.normal(MEMORY, 2, g.weightSize());
        Buffer dy = Samples.normal(MEMORY, 3, g.outputSize());
        Epilogue out = new Epilogue(
                Samples.normal(MEMORY, 4, g.outChannels()), true, Samples.normal(MEMORY, 5, g.outputSize()));
        Epilogue in =
                new Epilogue(Samples.normal(MEMORY, 6, g.inChannels()), true, Samples.normal(MEMORY, 7, g.inputSize()));
        check("forward", g.outputSize(), (k, y) -> k.forward(x, w, Epilogue.NONE, y, g), g);
        check("forward with epilogue", g.outputSize(), (k, y) -> k.forward(x, w, out, y, g), g);
        check("input gradient", g.inputSize(), (k, dx) -> k.inputGradient(dy, w, Epilogue.NONE, dx, g), g);
        check("input gradient with epilogue", g.inputSize(), (k, dx) -> k.inputGradient(dy, w, in, dx, g), g);
        check("weight gradient", g.weightSize(), (k, dw) -> k.weightGradient(x, dy, dw, g), g);
    }

    @FunctionalInterface
    private interface Call {
        void run(dev.azulejo.engine.backend.ConvolutionKernels kernels, Buffer out);
    }

    private static void check(String what, int size, Call call, ConvolutionGeometry g) {
        Buffer expected = Samples.poisoned(MEMORY, size);
        call.run(SCALAR.convolutions(), expected);
        List<float[]> results = new ArrayList<>();
        for (VectorConvolutions kernels : List.of(ALONE, TOGETHER)) {
            Buffer actual = Samples.poisoned(MEMORY, size);
            call.run(kernels, actual);
            Samples.assertClose(expected, actual, what + " of " + g);
            results.add(HeapBuffer.floats(actual));
        }
        assertArrayEquals(results.get(0), results.get(1), "the number of threads changes bits: " + what + " of " + g);
    }

    @Test
    void theResidualMayBeTheOutput() {
        for (var g : List.of(
                new ConvolutionGeometry(1, 9, 9, 40, 9, 9, 40, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 16, 16, 128, 16, 16, 128, 3, 3, 1, 1, 1),
                new ConvolutionGeometry(1, 16, 16, 40, 8, 8, 40, 4, 4, 2, 1, 1))) {
            Buffer x = Samples.normal(MEMORY, 1, g.inputSize());
            Buffer w = Samples.normal(MEMORY, 2, g.weightSize());
            Buffer expected = Samples.normal(MEMORY, 3, g.outputSize());
            Buffer actual = Samples.copy(MEMORY, expected);
            SCALAR.convolutions().forward(x, w, new Epilogue(null, true, expected), expected, g);
            TOGETHER.forward(x, w, new Epilogue(null, true, actual), actual, g);
            Samples.assertClose(expected, actual, "forward of " + g);
            Buffer dx = Samples.normal(MEMORY, 4, g.inputSize());
            Buffer same = Samples.copy(MEMORY, dx);
            SCALAR.convolutions().inputGradient(expected, w, new Epilogue(null, false, dx), dx, g);
            TOGETHER.inputGradient(expected, w, new Epilogue(null, false, same), same, g);
            Samples.assertClose(dx, same, "input gradient of " + g);
        }
    }
}
