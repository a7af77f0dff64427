package dev.azulejo.engine.tornado;

import static dev.azulejo.engine.tornado.ArrayBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.backend.ConvolutionKernels;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.tornado.kernels.Operands;

/** Convolutions as products with patches. */
record ConvolutionLaunches(Device device) implements ConvolutionKernels {
    @Override
    public void forward(Buffer x, Buffer w, Epilogue epilogue, Buffer y, ConvolutionGeometry g) {
        check(g);
        int m = g.batch() * g.outHeight() * g.outWidth();
        int n = g.outChannels();
        int k = g.kernelHeight() * g.kernelWidth() * g.inChannels();
        new Product(Operands.FORWARD, 1, m, n, k, g).launch(device, floats(x), floats(w), epilogue, floats(y));
    }

    /** A phase is the input pixels of one position modulo the stride: they meet the same taps of the window. */
    @Override
    public void inputGradient(Buffer dy, Buffer w, Epilogue epilogue, Buffer dx, ConvolutionGeometry g) {
        check(g);
        int s = g.stride();
        int m = g.batch() * Math.ceilDiv(g.inHeight(), s) * Math.ceilDiv(g.inWidth(), s);
        int n = g.inChannels();
        int k = Math.ceilDiv(g.kernelHeight(), s) * Math.ceilDiv(g.kernelWidth(), s) * g.outChannels();
        new Product(Operands.INPUT_GRADIENT, s * s, m, n, k, g)
                .launch(device, floats(dy), floats(w), epilogue, floats(dx));
    }

    @Override
    public void weightGradient(Buffer x, Buffer dy, Buffer dw, ConvolutionGeometry g) {
        check(g);
        int m = g.kernelHeight() * g.kernelWidth() * g.inChannels();
        int n = g.outChannels();
        int k = g.batch() * g.outHeight() * g.outWidth();
        new Product(Operands.WEIGHT_GRADIENT, 1, m, n, k, g)
                .launch(device, floats(x), floats(dy), Epilogue.NONE, floats(dw));
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
