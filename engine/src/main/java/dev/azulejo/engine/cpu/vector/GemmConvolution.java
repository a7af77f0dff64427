package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.Workers;

/** Any convolution as matrix products over patches that are packed as they are needed (implicit GEMM). */
final class GemmConvolution {
    private GemmConvolution() {}

    static void forward(
            Workers workers,
            Scratch scratch,
            float[] x,
            float[] w,
            Epilogue epilogue,
            float[] y,
            ConvolutionGeometry g) {
        Product.run(
                workers,
                scratch,
                left(x, g, false),
                new RightOperand.Rows(w, 0, g.outChannels()),
                Destination.of(y, Destination.dense(0, g.outChannels()), epilogue),
                g.batch() * g.outHeight() * g.outWidth(),
                g.outChannels(),
                g.kernelHeight() * g.kernelWidth() * g.inChannels());
    }

    static void weightGradient(
            Workers workers, Scratch scratch, float[] x, float[] dy, float[] dw, ConvolutionGeometry g) {
        Product.run(
                workers,
                scratch,
                left(x, g, true),
                new RightOperand.Rows(dy, 0, g.outChannels()),
                Destination.of(dw, Destination.dense(0, g.outChannels()), Epilogue.NONE),
                g.kernelHeight() * g.kernelWidth() * g.inChannels(),
                g.outChannels(),
                g.batch() * g.outHeight() * g.outWidth());
    }

    /** The patches of a 1x1 convolution are its pixels. */
    private static LeftOperand left(float[] x, ConvolutionGeometry g, boolean transposed) {
        boolean plain = g.kernelHeight() == 1
                && g.kernelWidth() == 1
                && g.stride() == 1
                && g.padTop() == 0
                && g.padLeft() == 0
                && g.inHeight() == g.outHeight()
                && g.inWidth() == g.outWidth();
        if (!plain) {
            return new PatchOperand(x, g, transposed);
        }
        return transposed ? new LeftOperand.Columns(x, 0, g.inChannels()) : new LeftOperand.Rows(x, 0, g.inChannels());
    }

    /**
     * An input pixel (iy, ix) meets the taps ky with (iy + padTop - ky) divisible by the stride: all pixels of the same
     * remainder meet the same taps, and over them the gradient is a convolution of stride 1 of dy (a phase).
     */
    static void inputGradient(
            Workers workers,
            Scratch scratch,
            float[] dy,
            float[] w,
            Epilogue epilogue,
            float[] dx,
            ConvolutionGeometry g) {
        for (int phaseY = 0; phaseY < g.stride(); phaseY++) {
            for (int phaseX = 0; phaseX < g.stride(); phaseX++) {
                phase(workers, scratch, dy, w, epilogue, dx, g, phaseY, phaseX);
            }
        }
    }

    private static void phase(
            Workers workers,
            Scratch scratch,
            float[] dy,
            float[] w,
            Epilogue epilogue,
            float[] dx,
            ConvolutionGeometry g,
            int phaseY,
            int phaseX) {
        int stride = g.stride();
        int startY = Math.floorMod(phaseY - g.padTop(), stride);
        int startX = Math.floorMod(phaseX - g.padLeft(), stride);
        int rows = Math.max(0, Math.ceilDiv(g.inHeight() - startY, stride));
        int columns = Math.max(0, Math.ceilDiv(g.inWidth() - startX, stride));
        int tapsY = Math.max(0, Math.ceilDiv(g.kernelHeight() - phaseY, stride));
        int tapsX = Math.max(0, Math.ceilDiv(g.kernelWidth() - phaseX, stride));
        var sizes = new ConvolutionGeometry(
                g.batch(),
                g.outHeight(),
                g.outWidth(),
                g.outChannels(),
                rows,
                columns,
                g.inChannels(),
                tapsY,
                tapsX,
                1,
                tapsY - 1 - (startY + g.padTop() - phaseY) / stride,
                tapsX - 1 - (startX + g.padLeft() - phaseX) / stride);
        Destination.RowMap map = row -> {
            int x = row % columns;
            int y = row / columns % rows;
            int image = row / columns / rows;
            int line = image * g.inHeight() + startY + y * stride;
            return (line * g.inWidth() + startX + x * stride) * g.inChannels();
        };
        Product.run(
                workers,
                scratch,
                left(dy, sizes, false),
                new PhaseWeights(w, g, phaseY, phaseX, tapsY, tapsX),
                Destination.of(dx, stride == 1 ? Destination.dense(0, g.inChannels()) : map, epilogue),
                g.batch() * rows * columns,
                g.inChannels(),
                tapsY * tapsX * g.outChannels());
    }
}
