package dev.azulejo.engine.cpu;

import static dev.azulejo.engine.cpu.KernelCase.in;
import static dev.azulejo.engine.cpu.KernelCase.inPlace;
import static dev.azulejo.engine.cpu.KernelCase.out;
import static dev.azulejo.engine.cpu.KernelCase.sums;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cases of {@link dev.azulejo.engine.backend.ConvolutionKernels}. */
final class ConvolutionCases {
    private static final ConvolutionGeometry[] GEOMETRIES = {
        same(1, 1, 1, 1, 1, 1),
        same(2, 5, 7, 3, 13, 3),
        same(1, 8, 8, 16, 16, 3),
        same(1, 13, 9, 17, 33, 3),
        same(2, 16, 16, 32, 64, 3),
        same(1, 7, 5, 65, 15, 1),
        same(3, 4, 4, 128, 32, 1),
        same(1, 6, 6, 5, 7, 5),
        // A pixel high or wide: the first elements of all patches are padding.
        same(3, 1, 1, 16, 16, 3),
        same(2, 1, 3, 9, 8, 3),
        strided(3, 2, 2, 16, 16, 4, 2),
        strided(1, 8, 8, 3, 16, 4, 2),
        strided(2, 16, 12, 32, 48, 4, 2),
        strided(1, 10, 6, 7, 3, 4, 2),
        strided(1, 8, 8, 5, 72, 4, 2),
        strided(1, 16, 16, 64, 3, 4, 2),
        strided(1, 9, 9, 5, 6, 3, 2),
        strided(1, 9, 9, 16, 16, 3, 3),
        // Causal: rows above and pixels to the left alone.
        new ConvolutionGeometry(2, 6, 7, 12, 6, 7, 20, 2, 3, 1, 2, 1),
        new ConvolutionGeometry(1, 7, 6, 16, 7, 6, 32, 1, 2, 1, 0, 2),
        new ConvolutionGeometry(1, 5, 5, 8, 7, 7, 8, 3, 3, 1, 2, 2)
    };

    private ConvolutionCases() {}

    private static ConvolutionGeometry same(int batch, int height, int width, int in, int out, int kernel) {
        int pad = kernel / 2;
        return new ConvolutionGeometry(batch, height, width, in, height, width, out, kernel, kernel, 1, pad, pad);
    }

    private static ConvolutionGeometry strided(
            int batch, int height, int width, int in, int out, int kernel, int stride) {
        int outHeight = (height + 2 - kernel) / stride + 1;
        int outWidth = (width + 2 - kernel) / stride + 1;
        return new ConvolutionGeometry(
                batch, height, width, in, outHeight, outWidth, out, kernel, kernel, stride, 1, 1);
    }

    static Stream<KernelCase> all() {
        List<KernelCase> cases = new ArrayList<>();
        for (ConvolutionGeometry g : GEOMETRIES) {
            // As products. Winograd's transforms, for kernels of 3x3, add what must cancel again (found: 11.9 at most).
            double units = g.kernelHeight() == 3 && g.kernelWidth() == 3 && g.stride() == 1 ? 13 : 6;
            int x = g.inputSize();
            int w = g.weightSize();
            int y = g.outputSize();
            cases.add(sums(
                    "forward " + g,
                    units,
                    (k, b) -> k.convolutions().forward(b[0], b[1], Epilogue.NONE, b[2], g),
                    in(x),
                    in(w),
                    out(y)));
            cases.add(sums(
                    "forward, bias, relu, residual " + g,
                    units,
                    (k, b) -> k.convolutions().forward(b[0], b[1], new Epilogue(b[2], true, b[3]), b[4], g),
                    in(x),
                    in(w),
                    in(g.outChannels()),
                    in(y),
                    inPlace(y, 3)));
            cases.add(sums(
                    "inputGradient " + g,
                    units,
                    (k, b) -> k.convolutions().inputGradient(b[0], b[1], Epilogue.NONE, b[2], g),
                    in(y),
                    in(w),
                    out(x)));
            cases.add(sums(
                    "inputGradient, bias, relu, residual " + g,
                    units,
                    (k, b) -> k.convolutions().inputGradient(b[0], b[1], new Epilogue(b[2], true, b[3]), b[4], g),
                    in(y),
                    in(w),
                    in(g.inChannels()),
                    in(x),
                    out(x)));
            cases.add(sums(
                    "weightGradient " + g,
                    units,
                    (k, b) -> k.convolutions().weightGradient(b[0], b[1], b[2], g),
                    in(x),
                    in(y),
                    out(w)));
        }
        return cases.stream();
    }
}
