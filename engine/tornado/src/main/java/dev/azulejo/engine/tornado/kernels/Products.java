package dev.azulejo.engine.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Products of two matrices of which one may be the patches of images (implicit GEMM): matrix products, convolutions over
 * NHWC and their gradients. A work-group computes a tile of out, each item a rectangle of it in registers; the
 * two operands pass through local memory, {@value #DEPTH} of the inner dimension at a time, one stage being read while the
 * next is on its way. What an operand's element is, {@link Operands} says.
 */
public final class Products {
    /** Elements of the inner dimension a stage. */
    public static final int DEPTH = 8;

    private Products() {}

    /**
     * The product. Every slab (a matrix of a batch, a phase of an input gradient) and every part of its inner dimension is
     * tiled for itself; groups walk along a row of tiles, then down, then to the next slab.
     *
     * @param context the work-item; a group a tile, of as many items as the tile says
     * @param a left operand
     * @param b right operand
     * @param bias {@code [n]}, if the kind says so
     * @param residual of the shape of out, if the kind says so
     * @param out the product
     * @param kind what is multiplied and what follows, as {@link Operands} says
     * @param tile columns of items, rows and columns of each item's rectangle, logarithm of the rows of items, a byte each
     * @param m rows of a slab
     * @param n columns of a slab
     * @param k inner dimension of a slab
     * @param inHeight rows of the convolution's input
     * @param inWidth columns of the convolution's input
     * @param inChannels channels of the convolution's input
     * @param outHeight rows of the convolution's output
     * @param outWidth columns of the convolution's output
     * @param outChannels channels of the convolution's output
     * @param window height, width and stride of the convolution's kernel, a byte each, lowest first
     * @param padding zero rows above and zero columns to the left, a byte each, lowest first
     * @param chunk inner elements of a part; k where there are no parts
     */
    public static void multiply(
            KernelContext context,
            FloatArray a,
            FloatArray b,
            FloatArray bias,
            FloatArray residual,
            FloatArray out,
            int kind,
            int tile,
            int m,
            int n,
            int k,
            int inHeight,
            int inWidth,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int window,
            int padding,
            int chunk) {
        // 4 more than the widest tile: a warp's stores of 8 by 4 elements then meet each of 32 banks once.
        float[] left = context.allocateFloatLocalArray(8 * 516);
        float[] right = context.allocateFloatLocalArray(8 * 132);
        float[] sums = new float[128];
        float[] nextLeft = new float[16];
        float[] nextRight = new float[8];
        float[] x = new float[16];
        float[] y = new float[16];
        int item = context.localIdx;
        int columns = tile & 255;
        int rows = 1 << ((tile >> 24) & 15);
        int items = columns * rows;
        int itemRows = (tile >> 8) & 255;
        int itemColumns = (tile >> 16) & 255;
        int column = item % columns;
        int row = item / columns;
        int tileRows = rows * itemRows;
        int tileColumns = columns * itemColumns;
        int across = (n + tileColumns - 1) / tileColumns;
        int tiles = across * ((m + tileRows - 1) / tileRows);
        int part = Operands.part(kind, context.groupIdx / tiles, window);
        int slab = Operands.slab(kind, context.groupIdx / tiles, window);
        int top = context.groupIdx % tiles / across * tileRows;
        int first = context.groupIdx % tiles % across * tileColumns;
        int start = part * chunk;
        int end = TornadoMath.min(k, start + chunk);
        // Constants too: where tiles and stages fit, nothing is compared.
        int wholeLeft = m % tileRows + k % 8 + chunk % 8 == 0 ? 1 : 0;
        int wholeRight = n % tileColumns + k % 8 + chunk % 8 + tileColumns * 8 % items == 0 ? 1 : 0;

        for (int i = 0; i < itemRows * itemColumns; i++) {
            sums[i] = 0f;
        }
        for (int i = 0; i < tileRows * 8 / items; i++) {
            int e = i * items + item;
            int r = Operands.leftRow(kind, e, tileRows);
            int p = Operands.leftInner(kind, e, tileRows);
            nextLeft[i] = Operands.left(
                    a,
                    kind,
                    slab,
                    top + r,
                    start + p,
                    end,
                    wholeLeft,
                    m,
                    k,
                    inHeight,
                    inWidth,
                    inChannels,
                    outHeight,
                    outWidth,
                    outChannels,
                    window,
                    padding);
        }
        for (int i = 0; i < (tileColumns * 8 + items - 1) / items; i++) {
            int e = i * items + item;
            int c = Operands.rightColumn(kind, e, tileColumns);
            int p = Operands.rightInner(kind, e, tileColumns);
            nextRight[i] = Operands.right(
                    b,
                    kind,
                    slab,
                    start + p,
                    first + c,
                    end,
                    wholeRight,
                    n,
                    k,
                    inChannels,
                    outChannels,
                    window,
                    padding);
        }
        for (int inner = start; inner < end; inner += 8) {
            for (int i = 0; i < tileRows * 8 / items; i++) {
                int e = i * items + item;
                left[Operands.leftInner(kind, e, tileRows) * 516 + Operands.leftRow(kind, e, tileRows)] = nextLeft[i];
            }
            for (int i = 0; i < (tileColumns * 8 + items - 1) / items; i++) {
                int e = i * items + item;
                if (e < tileColumns * 8) {
                    right[
                                    Operands.rightInner(kind, e, tileColumns) * 132
                                            + Operands.rightColumn(kind, e, tileColumns)] =
                            nextRight[i];
                }
            }
            context.localBarrier();
            // All loads of the next stage before any of its stores.
            if (inner + 8 < end) {
                for (int i = 0; i < tileRows * 8 / items; i++) {
                    int e = i * items + item;
                    int r = Operands.leftRow(kind, e, tileRows);
                    int p = Operands.leftInner(kind, e, tileRows);
                    nextLeft[i] = Operands.left(
                            a,
                            kind,
                            slab,
                            top + r,
                            inner + 8 + p,
                            end,
                            wholeLeft,
                            m,
                            k,
                            inHeight,
                            inWidth,
                            inChannels,
                            outHeight,
                            outWidth,
                            outChannels,
                            window,
                            padding);
                }
                for (int i = 0; i < (tileColumns * 8 + items - 1) / items; i++) {
                    int e = i * items + item;
                    int c = Operands.rightColumn(kind, e, tileColumns);
                    int p = Operands.rightInner(kind, e, tileColumns);
                    nextRight[i] = Operands.right(
                            b,
                            kind,
                            slab,
                            inner + 8 + p,
                            first + c,
                            end,
                            wholeRight,
                            n,
                            k,
                            inChannels,
                            outChannels,
                            window,
                            padding);
                }
            }
            for (int p = 0; p < 8; p++) {
                for (int i = 0; i < itemRows; i++) {
                    x[i] = left[p * 516 + row + i * rows];
                }
                for (int j = 0; j < itemColumns; j++) {
                    y[j] = right[p * 132 + column + j * columns];
                }
                for (int i = 0; i < itemRows; i++) {
                    for (int j = 0; j < itemColumns; j++) {
                        sums[i * itemColumns + j] += x[i] * y[j];
                    }
                }
            }
            context.localBarrier();
        }

        for (int i = 0; i < itemRows; i++) {
            for (int j = 0; j < itemColumns; j++) {
                int r = top + row + i * rows;
                int c = first + column + j * columns;
                int at = Operands.place(kind, part, slab, r, c, m, n, inHeight, inWidth, window);
                if (at >= 0) {
                    out.set(at, Operands.finish(sums[i * itemColumns + j], bias, residual, kind, c, at));
                }
            }
        }
    }

    /**
     * Adds the parts of a product, and does what follows one.
     *
     * @param context the work-item
     * @param x the parts, each of n elements
     * @param bias {@code [columns]}, if the kind says so
     * @param residual of the shape of out, if the kind says so
     * @param out {@code [n]}
     * @param kind what follows, as {@link Operands} says
     * @param parts how many
     * @param columns of out
     * @param n elements of out
     */
    public static void addParts(
            KernelContext context,
            FloatArray x,
            FloatArray bias,
            FloatArray residual,
            FloatArray out,
            int kind,
            int parts,
            int columns,
            int n) {
        int i = context.globalIdx;
        if (i < n) {
            float sum = 0f;
            for (int p = 0; p < parts; p++) {
                sum += x.get(p * n + i);
            }
            out.set(i, Operands.finish(sum, bias, residual, kind, i % columns, i));
        }
    }
}
