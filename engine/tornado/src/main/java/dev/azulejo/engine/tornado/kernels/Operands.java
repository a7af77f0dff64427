package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The places that the elements of {@link Products} come from and go to. The lowest two bits of a kind say what is
 * multiplied, the others are flags; kinds and sizes are constants of a compiled kernel, so that what is decided by them
 * costs nothing.
 *
 * <table>
 *   <caption>Rows, columns and inner dimension of each kind, and its slabs</caption>
 *   <tr><th>kind</th><th>m</th><th>n</th><th>k</th><th>slabs</th></tr>
 *   <tr><td>matrices</td><td>rows</td><td>columns</td><td>inner</td><td>matrices of the batch</td></tr>
 *   <tr><td>forward</td><td>output pixels</td><td>output channels</td><td>window and input channels</td><td>one</td></tr>
 *   <tr><td>input gradient</td><td>input pixels of a phase</td><td>input channels</td><td>the window's taps of a phase and
 *   output channels</td><td>phases: positions modulo the stride</td></tr>
 *   <tr><td>weight gradient</td><td>window and input channels</td><td>output channels</td><td>output pixels</td>
 *   <td>one</td></tr>
 * </table>
 *
 * <p>With {@link #PARTS} the inner dimension is cut, and all slabs of the first part come before those of the second.
 */
public final class Operands {
    /** Kind: plain matrices. */
    public static final int MATRICES = 0;

    /** Kind: a convolution. */
    public static final int FORWARD = 1;

    /** Kind: the gradient of its input, which is also the transposed convolution. */
    public static final int INPUT_GRADIENT = 2;

    /** Kind: the gradient of its weights. */
    public static final int WEIGHT_GRADIENT = 3;

    /** Flag: the left matrix is stored as {@code [k, m]}. */
    public static final int TRANSPOSE_LEFT = 4;

    /** Flag: the right matrix is stored as {@code [n, k]}. */
    public static final int TRANSPOSE_RIGHT = 8;

    /** Flag: add a bias. */
    public static final int BIAS = 16;

    /** Flag: then max(y, 0). */
    public static final int RELU = 32;

    /** Flag: then add a residual. */
    public static final int RESIDUAL = 64;

    /** Flag: parts of the inner dimension, that are to be added; of matrices and of weight gradients only one slab. */
    public static final int PARTS = 128;

    private Operands() {}

    /** {@return which part of the inner dimension a group of tiles is of} */
    static int part(int kind, int group, int window) {
        return (kind & PARTS) != 0 ? group / slabs(kind, window) : 0;
    }

    /** {@return which slab it is of} */
    static int slab(int kind, int group, int window) {
        return (kind & PARTS) != 0 ? group % slabs(kind, window) : group;
    }

    private static int slabs(int kind, int window) {
        int stride = (window >> 16) & 255;
        return (kind & 3) == INPUT_GRADIENT ? stride * stride : 1;
    }

    /** {@return which row of the tile the e-th element staged is: neighbours lie side by side in memory} */
    static int leftRow(int kind, int e, int tileRows) {
        return rowsFirst(kind) != 0 ? e % tileRows : e / 8;
    }

    static int leftInner(int kind, int e, int tileRows) {
        return rowsFirst(kind) != 0 ? e / tileRows : e % 8;
    }

    static int rightColumn(int kind, int e, int tileColumns) {
        return innerFirst(kind) != 0 ? e / 8 : e % tileColumns;
    }

    static int rightInner(int kind, int e, int tileColumns) {
        return innerFirst(kind) != 0 ? e % 8 : e / tileColumns;
    }

    private static int rowsFirst(int kind) {
        return (kind & 3) == WEIGHT_GRADIENT ? 1 : kind & TRANSPOSE_LEFT;
    }

    private static int innerFirst(int kind) {
        return (kind & 3) == INPUT_GRADIENT ? 1 : kind & TRANSPOSE_RIGHT;
    }

    /** Element (row, p) of the left operand, zero outside; whole says that no tile reaches past the last row or stage. */
    static float left(
            FloatArray a,
            int kind,
            int slab,
            int row,
            int p,
            int end,
            int whole,
            int m,
            int k,
            int inHeight,
            int inWidth,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int window,
            int padding) {
        int at = 0;
        int inside = whole;
        if (row < m && p < end) {
            inside = 1;
        }
        if (inside != 0) {
            if ((kind & 3) == MATRICES) {
                at = slab * m * k + ((kind & TRANSPOSE_LEFT) != 0 ? p * m + row : row * k + p);
            } else {
                if ((kind & 3) == INPUT_GRADIENT) {
                    at = outputOf(slab, row, p, inHeight, inWidth, outHeight, outWidth, outChannels, window, padding);
                } else {
                    int pixel = (kind & 3) == FORWARD ? row : p;
                    int tap = (kind & 3) == FORWARD ? p : row;
                    at = inputOf(pixel, tap, inHeight, inWidth, inChannels, outHeight, outWidth, window, padding);
                }
                inside = at >= 0 ? 1 : 0;
            }
        }
        float value = 0f;
        if (inside != 0) {
            value = a.get(at);
        }
        return value;
    }

    /** Element (p, column) of the right operand, zero outside; whole as for the left. */
    static float right(
            FloatArray b,
            int kind,
            int slab,
            int p,
            int column,
            int end,
            int whole,
            int n,
            int k,
            int inChannels,
            int outChannels,
            int window,
            int padding) {
        int at = 0;
        int inside = whole;
        if (column < n && p < end) {
            inside = 1;
        }
        if (inside != 0) {
            if ((kind & 3) == MATRICES) {
                at = slab * k * n + ((kind & TRANSPOSE_RIGHT) != 0 ? column * k + p : p * n + column);
            } else if ((kind & 3) == INPUT_GRADIENT) {
                at = weightOf(slab, p, column, inChannels, outChannels, window, padding);
                inside = at >= 0 ? 1 : 0;
            } else {
                at = p * n + column;
            }
        }
        float value = 0f;
        if (inside != 0) {
            value = b.get(at);
        }
        return value;
    }

    /** The input's element under a tap (of window and channel) of an output pixel, -1 outside. */
    private static int inputOf(
            int pixel,
            int tap,
            int inHeight,
            int inWidth,
            int inChannels,
            int outHeight,
            int outWidth,
            int window,
            int padding) {
        int kernelWidth = (window >> 8) & 255;
        int stride = (window >> 16) & 255;
        int x = pixel % outWidth * stride - ((padding >> 8) & 255) + tap / inChannels % kernelWidth;
        int y = pixel / outWidth % outHeight * stride - (padding & 255) + tap / inChannels / kernelWidth;
        int image = pixel / outWidth / outHeight;
        int at = ((image * inHeight + y) * inWidth + x) * inChannels + tap % inChannels;
        return x >= 0 && x < inWidth && y >= 0 && y < inHeight ? at : -1;
    }

    /** The output's element that a tap of a phase carries to an input pixel of that phase, -1 outside. */
    private static int outputOf(
            int phase,
            int row,
            int p,
            int inHeight,
            int inWidth,
            int outHeight,
            int outWidth,
            int outChannels,
            int window,
            int padding) {
        int stride = (window >> 16) & 255;
        int height = (inHeight + stride - 1) / stride;
        int width = (inWidth + stride - 1) / stride;
        int taps = (((window >> 8) & 255) + stride - 1) / stride;
        int x = row % width + (phase % stride + ((padding >> 8) & 255)) / stride - p / outChannels % taps;
        int y = row / width % height + (phase / stride + (padding & 255)) / stride - p / outChannels / taps;
        int image = row / width / height;
        int at = ((image * outHeight + y) * outWidth + x) * outChannels + p % outChannels;
        return x >= 0 && x < outWidth && y >= 0 && y < outHeight ? at : -1;
    }

    /** The weight of a tap of a phase, -1 where the window has no such tap. */
    private static int weightOf(
            int phase, int p, int inChannel, int inChannels, int outChannels, int window, int padding) {
        int kernelWidth = (window >> 8) & 255;
        int stride = (window >> 16) & 255;
        int taps = (kernelWidth + stride - 1) / stride;
        int x = (phase % stride + ((padding >> 8) & 255)) % stride + p / outChannels % taps * stride;
        int y = (phase / stride + (padding & 255)) % stride + p / outChannels / taps * stride;
        int at = ((y * kernelWidth + x) * inChannels + inChannel) * outChannels + p % outChannels;
        return x < kernelWidth && y < (window & 255) ? at : -1;
    }

    /** {@return where element (row, column) of a part of a slab is stored, -1 outside} */
    static int place(
            int kind, int part, int slab, int row, int column, int m, int n, int inHeight, int inWidth, int window) {
        int stride = (window >> 16) & 255;
        int at = slab * m * n + row * n + column;
        int inside = 1;
        if ((kind & 3) == INPUT_GRADIENT) {
            int height = (inHeight + stride - 1) / stride;
            int width = (inWidth + stride - 1) / stride;
            int x = row % width * stride + slab % stride;
            int y = row / width % height * stride + slab / stride;
            at = ((row / width / height * inHeight + y) * inWidth + x) * n + column;
            inside = x < inWidth && y < inHeight ? 1 : 0;
        }
        at += part * slabs(kind, window) * m * n;
        return inside != 0 && row < m && column < n ? at : -1;
    }

    /** Bias, ReLU and residual, as the kind says. */
    static float finish(float sum, FloatArray bias, FloatArray residual, int kind, int column, int at) {
        float y = sum;
        if ((kind & BIAS) != 0) {
            y += bias.get(column);
        }
        if ((kind & RELU) != 0) {
            y = TornadoMath.max(y, 0f);
        }
        if ((kind & RESIDUAL) != 0) {
            y += residual.get(at);
        }
        return y;
    }
}
