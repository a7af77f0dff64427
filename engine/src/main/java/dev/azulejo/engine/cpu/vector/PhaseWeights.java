package dev.azulejo.engine.cpu.vector;

import dev.azulejo.engine.backend.ConvolutionGeometry;

/**
 * The weights of one phase of an input gradient as a right matrix: row (ty, tx, out channel), column in channel. The taps
 * of a phase are every stride-th of the kernel's, last first.
 *
 * @param w weights of the forward convolution
 * @param geometry its sizes
 * @param phaseY first tap of the phase, vertically
 * @param phaseX first tap of the phase, horizontally
 * @param tapsY taps of the phase, vertically
 * @param tapsX taps of the phase, horizontally
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
record PhaseWeights(float[] w, ConvolutionGeometry geometry, int phaseY, int phaseX, int tapsY, int tapsX)
        implements RightOperand {
    @Override
    public void pack(float[] to, int toAt, int k0, int k1, int n0, int n1) {
        int out = geometry.outChannels();
        for (int k = k0; k < k1; ) {
            int tap = k / out;
            int end = Math.min(k1, (tap + 1) * out);
            int ky = phaseY + geometry.stride() * (tapsY - 1 - tap / tapsX);
            int kx = phaseX + geometry.stride() * (tapsX - 1 - tap % tapsX);
            int row = (ky * geometry.kernelWidth() + kx) * geometry.inChannels() + n0;
            int target = toAt + (k - k0) * Tile.COLUMNS;
            Copy.transposedPanel(w, row * out + k - tap * out, out, to, target, end - k, n1 - n0);
            k = end;
        }
    }
}
