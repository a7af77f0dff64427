package dev.azulejo.engine.cpu.vector.gemm;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;

/** Matrix products of the vector backend: packed and tiled, or read in place where one side is thin. */
public final class VectorMatrices implements MatrixKernels {
    /** Rows up to which packing the right matrix does not pay. */
    private static final int SKINNY = 16;

    /** Multiply-adds of one product from which its parts, and not the products of a batch, are the tasks. */
    private static final long LARGE = 1L << 23;

    private final Workers workers;
    private final Scratch scratch = new Scratch();

    /**
     * The kernels, with scratch memory of their own.
     *
     * @param workers who runs the tasks
     */
    public VectorMatrices(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void multiply(Buffer a, Buffer b, Epilogue epilogue, Buffer out, Shape shape) {
        long one = (long) shape.m() * shape.n() * shape.k();
        if (shape.batch() > 1 && one < LARGE && one * shape.batch() > SkinnyProduct.GRAIN) {
            workers.run(shape.batch(), item -> multiply(floats(a), floats(b), epilogue, floats(out), shape, item));
        } else {
            for (int item = 0; item < shape.batch(); item++) {
                multiply(floats(a), floats(b), epilogue, floats(out), shape, item);
            }
        }
    }

    private void multiply(float[] a, float[] b, Epilogue epilogue, float[] out, Shape shape, int item) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        int aAt = item * m * k;
        int bAt = item * k * n;
        var destination = Destination.of(out, RowMap.rows(item * m * n, n), epilogue);
        if (m == 0 || n == 0) {
            return;
        }
        if (m <= SKINNY || n == 1) {
            thin(a, aAt, b, bAt, destination, shape);
            return;
        }
        LeftOperand left = shape.transposeA() ? new LeftOperand.Columns(a, aAt, m) : new LeftOperand.Rows(a, aAt, k);
        RightOperand right =
                shape.transposeB() ? new RightOperand.Columns(b, bAt, k) : new RightOperand.Rows(b, bAt, n);
        Product.run(workers, scratch, left, right, destination, m, n, k);
    }

    private void thin(float[] a, int aAt, float[] b, int bAt, Destination destination, Shape shape) {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        if (n == 1 && shape.transposeA()) {
            // A column of a transposed matrix times a vector: the vector is the one row, the matrix the many columns.
            float[] sums = scratch.take(m);
            SkinnyProduct.byRows(workers, scratch, b, bAt, k, a, aAt, m, Destination.plain(sums, m), 1, m, k);
            destination.store(sums, 1, 0, m, 0, 1);
            scratch.give(sums);
            return;
        }
        float[] rows = shape.transposeA() ? scratch.take(m * k) : a;
        int rowsAt = shape.transposeA() ? 0 : aAt;
        if (shape.transposeA()) {
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < k; p++) {
                    rows[i * k + p] = a[aAt + p * m + i];
                }
            }
        }
        if (n == 1) {
            float[] sums = scratch.take(m);
            InnerProducts.run(workers, scratch, b, bAt, k, 1, rows, rowsAt, k, m, sums, 0, 1, k);
            destination.store(sums, 1, 0, m, 0, 1);
            scratch.give(sums);
        } else if (shape.transposeB()) {
            float[] sums = scratch.take(m * n);
            InnerProducts.run(workers, scratch, rows, rowsAt, k, m, b, bAt, k, n, sums, n, 1, k);
            destination.store(sums, n, 0, m, 0, n);
            scratch.give(sums);
        } else {
            SkinnyProduct.byRows(workers, scratch, rows, rowsAt, k, b, bAt, n, destination, m, n, k);
        }
        if (shape.transposeA()) {
            scratch.give(rows);
        }
    }
}
