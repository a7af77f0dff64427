package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Destination;
import dev.azulejo.engine.cpu.vector.gemm.LeftOperand;
import dev.azulejo.engine.cpu.vector.gemm.Product;
import dev.azulejo.engine.cpu.vector.gemm.RightOperand;
import dev.azulejo.engine.cpu.vector.gemm.RowMap;

/** Any convolution as matrix products over patches that are packed as they are needed (implicit GEMM). */
public final class GemmConvolution {
    private GemmConvolution() {}

    /** y = x * w, the weights given as a right matrix {@code [kernelHeight x kernelWidth x inChannels, outChannels]}. */
    static void forward(
            Workers workers,
            Scratch scratch,
            float[] x,
            RightOperand w,
            Destination destination,
            ConvolutionGeometry g) {
        Product.run(
                workers,
                scratch,
                left(x, g, false),
                w,
                destination,
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
                Destination.of(dw, RowMap.rows(0, g.outChannels()), Epilogue.NONE),
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
}
