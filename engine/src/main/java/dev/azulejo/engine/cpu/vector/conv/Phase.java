package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.vector.gemm.RowMap;

/**
 * One phase of an input gradient. An input pixel (iy, ix) meets the taps ky for which iy + padTop - ky is divisible by the
 * stride: all pixels of the same remainder meet the same taps, and over them the gradient is a convolution of stride 1 of
 * dy. With stride 1 there is one phase, the convolution with flipped weights.
 *
 * @param forward sizes of the forward convolution
 * @param sizes sizes of the phase as a convolution of dy
 * @param phaseY first tap, vertically
 * @param phaseX first tap, horizontally
 * @param startY first row of the input that the phase computes
 * @param startX first column
 */
public record Phase(
        ConvolutionGeometry forward, ConvolutionGeometry sizes, int phaseY, int phaseX, int startY, int startX) {
    static Phase of(ConvolutionGeometry g, int phaseY, int phaseX) {
        int stride = g.stride();
        int startY = Math.floorMod(phaseY - g.padTop(), stride);
        int startX = Math.floorMod(phaseX - g.padLeft(), stride);
        int tapsY = Math.max(0, Math.ceilDiv(g.kernelHeight() - phaseY, stride));
        int tapsX = Math.max(0, Math.ceilDiv(g.kernelWidth() - phaseX, stride));
        var sizes = new ConvolutionGeometry(
                g.batch(),
                g.outHeight(),
                g.outWidth(),
                g.outChannels(),
                Math.max(0, Math.ceilDiv(g.inHeight() - startY, stride)),
                Math.max(0, Math.ceilDiv(g.inWidth() - startX, stride)),
                g.inChannels(),
                tapsY,
                tapsX,
                1,
                tapsY - 1 - (startY + g.padTop() - phaseY) / stride,
                tapsX - 1 - (startX + g.padLeft() - phaseX) / stride);
        return new Phase(g, sizes, phaseY, phaseX, startY, startX);
    }

    /** {@return where a pixel of the phase is in the gradient of the input} */
    RowMap rows() {
        int stride = forward.stride();
        int line = forward.inWidth() * forward.inChannels();
        return new RowMap(
                startY * line + startX * forward.inChannels(),
                sizes.outWidth(),
                sizes.outHeight(),
                stride * forward.inChannels(),
                stride * line,
                forward.inHeight() * line);
    }

    /**
     * {@return where the weights {@code [inChannels, outChannels]} of a tap of the phase start; its taps are in reverse
     *     order}
     */
    int tap(int ty, int tx) {
        int ky = phaseY + forward.stride() * (sizes.kernelHeight() - 1 - ty);
        int kx = phaseX + forward.stride() * (sizes.kernelWidth() - 1 - tx);
        return (ky * forward.kernelWidth() + kx) * forward.inChannels() * forward.outChannels();
    }
}
