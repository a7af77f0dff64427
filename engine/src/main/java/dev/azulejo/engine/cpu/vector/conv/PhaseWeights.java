package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.cpu.vector.gemm.Copy;
import dev.azulejo.engine.cpu.vector.gemm.RightOperand;
import dev.azulejo.engine.cpu.vector.gemm.Tile;

/**
 * The weights of one phase of an input gradient as a right matrix: row (ty, tx, out channel), column in channel.
 *
 * @param w weights of the forward convolution
 * @param phase the phase
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
public record PhaseWeights(float[] w, Phase phase) implements RightOperand {
    @Override
    public void pack(float[] to, int toAt, int k0, int k1, int n0, int n1) {
        int out = phase.forward().outChannels();
        int tapsX = phase.sizes().kernelWidth();
        for (int k = k0; k < k1; ) {
            int tap = k / out;
            int end = Math.min(k1, (tap + 1) * out);
            int from = phase.tap(tap / tapsX, tap % tapsX) + n0 * out + k - tap * out;
            Copy.transposedPanel(w, from, out, to, toAt + (k - k0) * Tile.COLUMNS, end - k, n1 - n0);
            k = end;
        }
    }
}
