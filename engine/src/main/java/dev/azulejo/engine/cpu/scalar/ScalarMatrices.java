package dev.azulejo.engine.cpu.scalar;

import static dev.azulejo.engine.cpu.HeapBuffer.floats;

import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.engine.backend.Epilogue;
import dev.azulejo.engine.backend.MatrixKernels;
import java.util.Arrays;

/** Matrix products by their definition, a row of the result at a time. */
public final class ScalarMatrices implements MatrixKernels {
    /** The kernels. */
    public ScalarMatrices() {}

    @Override
    public void multiply(Buffer as, Buffer bs, Epilogue epilogue, Buffer outs, Shape shape) {
        float[] a = floats(as);
        float[] b = floats(bs);
        float[] out = floats(outs);
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        int aRow = shape.transposeA() ? 1 : k;
        int aColumn = shape.transposeA() ? m : 1;
        int bRow = shape.transposeB() ? 1 : n;
        int bColumn = shape.transposeB() ? k : 1;
        double[] row = new double[n];
        for (int batch = 0; batch < shape.batch(); batch++) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(row, 0);
                for (int p = 0; p < k; p++) {
                    double value = a[batch * m * k + i * aRow + p * aColumn];
                    for (int j = 0; j < n; j++) {
                        row[j] += value * b[batch * k * n + p * bRow + j * bColumn];
                    }
                }
                store(row, n, epilogue, out, (batch * m + i) * n);
            }
        }
    }

    /**
     * Applies an epilogue to a row of sums and stores it.
     *
     * @param sums the products
     * @param n how many
     * @param epilogue what to do; its bias has n elements
     * @param out where to store
     * @param offset first element stored
     */
    static void store(double[] sums, int n, Epilogue epilogue, float[] out, int offset) {
        float[] bias = floats(epilogue.bias());
        float[] residual = floats(epilogue.residual());
        for (int j = 0; j < n; j++) {
            double y = sums[j];
            if (bias != null) {
                y += bias[j];
            }
            if (epilogue.relu()) {
                y = Math.max(y, 0);
            }
            if (residual != null) {
                y += residual[offset + j];
            }
            out[offset + j] = (float) y;
        }
    }
}
