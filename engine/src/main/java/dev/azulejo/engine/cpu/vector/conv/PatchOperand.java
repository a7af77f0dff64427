package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Copy;
import dev.azulejo.engine.cpu.vector.gemm.LeftOperand;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import jdk.incubator.vector.FloatVector;

/**
 * The patches that a convolution reads, as a left matrix that is never stored: a row is an output pixel, a column an
 * element (ky, kx, channel) of its patch. With NHWC the elements of one ky are neighbours in memory, so packing is
 * copying. The gradient of weights takes the same blocks transposed.
 *
 * @param x input of the convolution
 * @param geometry its sizes
 * @param transposed whether the rows of the operand are patch elements and its columns pixels
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares operands.
public record PatchOperand(float[] x, ConvolutionGeometry geometry, boolean transposed) implements LeftOperand {
    /** Floats between the patches of a block, into which {@link #copy} may write. */
    private static final int GAP = Math.max(16, Tile.LANES);

    @Override
    public boolean byColumns() {
        return transposed;
    }

    @Override
    public void pack(Scratch scratch, float[] to, int toAt, int m0, int m1, int k0, int k1) {
        if (transposed) {
            int stride = m1 - m0 + GAP;
            float[] block = scratch.take((k1 - k0) * stride);
            patches(block, 0, stride, Tile.ROWS * stride, k0, k1, m0, m1);
            Copy.panelsByColumns(block, 0, stride, to, toAt, m1 - m0, k1 - k0);
            scratch.give(block);
        } else if (k1 - k0 + GAP <= Tile.ROW) { // A slice holds them whole.
            patches(to, toAt, Tile.ROW, Tile.panelByRows(k1 - k0), m0, m1, k0, k1);
        } else {
            int stride = k1 - k0 + GAP;
            float[] block = scratch.take((m1 - m0) * stride);
            patches(block, 0, stride, Tile.ROWS * stride, m0, m1, k0, k1);
            Copy.panelsByRows(block, 0, stride, to, toAt, m1 - m0, k1 - k0);
            scratch.give(block);
        }
    }

    /** Copies some elements of the patches of some pixels, {@code stride} apart and {@code panel} each {@link Tile#ROWS}. */
    private void patches(
            float[] to, int toAt, int stride, int panel, int pixel0, int pixel1, int element0, int element1) {
        if (element0 == element1) {
            return; // A phase that no tap meets.
        }
        int line = geometry.kernelWidth() * geometry.inChannels();
        int firstLine = element0 / line;
        int ox = pixel0 % geometry.outWidth();
        int oy = pixel0 / geometry.outWidth() % geometry.outHeight();
        int image = pixel0 / geometry.outWidth() / geometry.outHeight();
        for (int row = 0; row < pixel1 - pixel0; row++) {
            int at = toAt + row / Tile.ROWS * panel + row % Tile.ROWS * stride - element0;
            int top = oy * geometry.stride() - geometry.padTop();
            int left = ox * geometry.stride() - geometry.padLeft();
            for (int ky = firstLine; ky * line < element1; ky++) {
                int from = Math.max(element0, ky * line);
                int until = Math.min(element1, (ky + 1) * line);
                if (top + ky < 0 || top + ky >= geometry.inHeight()) {
                    zeros(to, at + from, until - from);
                } else {
                    int inputRow = (image * geometry.inHeight() + top + ky) * geometry.inWidth();
                    line(to, at + from, inputRow, left, from - ky * line, until - ky * line);
                }
            }
            if (++ox == geometry.outWidth()) {
                ox = 0;
                if (++oy == geometry.outHeight()) {
                    oy = 0;
                    image++;
                }
            }
        }
    }

    /** Elements e0 to e1 of one line of a patch that starts at input column {@code left}; zero outside the input. */
    private void line(float[] to, int target, int inputRow, int left, int e0, int e1) {
        int channels = geometry.inChannels();
        int source = (inputRow + left) * channels;
        if (left >= 0 && left + geometry.kernelWidth() <= geometry.inWidth()) {
            copy(x, source + e0, to, target, e1 - e0);
            return;
        }
        int from = Math.clamp((long) -left * channels, e0, e1);
        int until = Math.clamp((long) (geometry.inWidth() - left) * channels, from, e1);
        zeros(to, target, from - e0);
        if (from < until) {
            copy(x, source + from, to, target + from - e0, until - from);
        }
        zeros(to, target + until - e0, e1 - until);
    }

    /**
     * Copies whole registers. What it writes too much is overwritten by the next line, or lies between two rows of the
     * block: a call of arraycopy costs more than a line of a few channels.
     */
    private static void copy(float[] from, int at, float[] to, int toAt, int count) {
        if (at + count + Tile.LANES > from.length) {
            System.arraycopy(from, at, to, toAt, count);
            return;
        }
        for (int i = 0; i < count; i += Tile.LANES) {
            FloatVector.fromArray(Tile.SPECIES, from, at + i).intoArray(to, toAt + i);
        }
    }

    /** Writes zeros, in whole registers too. */
    private static void zeros(float[] to, int at, int count) {
        for (int i = 0; i < count; i += Tile.LANES) {
            FloatVector.zero(Tile.SPECIES).intoArray(to, at + i);
        }
    }
}
