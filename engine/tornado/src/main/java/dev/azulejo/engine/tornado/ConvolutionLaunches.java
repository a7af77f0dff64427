package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.tornado.kernels.Operands;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Convolutions as products with patches: a launch each, and one more that adds the parts of a weight gradient. */
record ConvolutionLaunches(Device device) implements ConvolutionKernels {
    /** Work-groups that a weight gradient is split into, at most: four for each of 132 multiprocessors, two at a time. */
    private static final int GROUPS = 528;

    /** Output pixels of a part, at least. */
    private static final int CHUNK = 128;

    @Override
    public void forward(Buffer x, Buffer w, Epilogue epilogue, Buffer y, ConvolutionGeometry g) {
        check(g);
        int m = g.batch() * g.outHeight() * g.outWidth();
        int n = g.outChannels();
        int k = g.kernelHeight() * g.kernelWidth() * g.inChannels();
        device.run(Tiles.of(1, m, n)
                .multiply(floats(x), floats(w), epilogue, floats(y), Operands.FORWARD, 1, m, n, k, g, k));
    }

    /** A phase is the input pixels of one position modulo the stride: they meet the same taps of the window. */
    @Override
    public void inputGradient(Buffer dy, Buffer w, Epilogue epilogue, Buffer dx, ConvolutionGeometry g) {
        check(g);
        int s = g.stride();
        int m = g.batch() * Math.ceilDiv(g.inHeight(), s) * Math.ceilDiv(g.inWidth(), s);
        int n = g.inChannels();
        int k = Math.ceilDiv(g.kernelHeight(), s) * Math.ceilDiv(g.kernelWidth(), s) * g.outChannels();
        device.run(Tiles.of(s * s, m, n)
                .multiply(floats(dy), floats(w), epilogue, floats(dx), Operands.INPUT_GRADIENT, s * s, m, n, k, g, k));
    }

    @Override
    public void weightGradient(Buffer x, Buffer dy, Buffer dw, ConvolutionGeometry g) {
        check(g);
        int m = g.kernelHeight() * g.kernelWidth() * g.inChannels();
        int n = g.outChannels();
        int k = g.batch() * g.outHeight() * g.outWidth();
        Tiles tiles = Tiles.of(Math.max(1, k / CHUNK), m, n);
        int parts = Math.clamp(GROUPS / tiles.groups(1, m, n), 1, Math.ceilDiv(k, CHUNK));
        // Whole stages: no two parts read the same row of an operand for the sake of one element.
        int chunk = Math.ceilDiv(Math.ceilDiv(k, parts), 8) * 8;
        parts = Math.ceilDiv(k, chunk);
        FloatArray sums = parts == 1 ? floats(dw) : new FloatArray(parts * m * n);
        device.run(tiles.multiply(
                floats(x), floats(dy), Epilogue.NONE, sums, Operands.WEIGHT_GRADIENT, parts, m, n, k, g, chunk));
        ReductionLaunches.addParts(device, sums, floats(dw), 1, parts, m * n);
    }

    /** Sizes are packed in bytes. */
    private static void check(ConvolutionGeometry g) {
        boolean fits = g.kernelHeight() < 256
                && g.kernelWidth() < 256
                && g.stride() < 256
                && g.padTop() >= 0
                && g.padTop() < 256
                && g.padLeft() >= 0
                && g.padLeft() < 256;
        if (!fits) {
            throw new IllegalArgumentException("convolution " + g + ": window, stride and padding below 256 expected");
        }
    }
}
