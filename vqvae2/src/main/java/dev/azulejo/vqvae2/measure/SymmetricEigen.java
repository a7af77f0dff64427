package dev.azulejo.vqvae2.measure;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations in cyclic order (Golub and Van Loan, "Matrix
 * computations", section 8.5): A = V diag(values) Vᵀ.
 *
 * @param values eigenvalues, in no order
 * @param vectors {@code [n, n]}, an eigenvector a column
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SymmetricEigen(double[] values, double[] vectors) {
    /** Sweeps converge quadratically: ten are many, and so many mean that something is not finite. */
    private static final int MOST_SWEEPS = 60;

    /** Decomposes {@code [n, n]}, of which the upper triangle is read. */
    static SymmetricEigen of(double[] matrix, int n) {
        double[] a = matrix.clone();
        double[] v = identity(n);
        double scale = 0;
        for (double value : a) {
            scale += value * value;
        }
        for (int sweep = 0; !(offDiagonal(a, n) <= 1e-28 * scale); sweep++) {
            if (sweep == MOST_SWEEPS) {
                throw new ArithmeticException("eigenvalues: no convergence; is the matrix finite?");
            }
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, n, p, q);
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i * n + i];
        }
        return new SymmetricEigen(values, v);
    }

    private static double offDiagonal(double[] a, int n) {
        double sum = 0;
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                sum += 2 * a[p * n + q] * a[p * n + q];
            }
        }
        return sum;
    }

    /** Makes a[p,q] zero. */
    private static void rotate(double[] a, double[] v, int n, int p, int q) {
        double apq = a[p * n + q];
        if (apq == 0) {
            return;
        }
        double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        a[p * n + p] -= t * apq;
        a[q * n + q] += t * apq;
        a[p * n + q] = 0;
        for (int r = 0; r < n; r++) {
            if (r != p && r != q) {
                turn(a, upper(r, p, n), upper(r, q, n), c, s);
            }
            turn(v, r * n + p, r * n + q, c, s);
        }
    }

    private static int upper(int row, int column, int n) {
        return row < column ? row * n + column : column * n + row;
    }

    private static void turn(double[] m, int i, int j, double c, double s) {
        double x = m[i];
        double y = m[j];
        m[i] = c * x - s * y;
        m[j] = s * x + c * y;
    }

    private static double[] identity(int n) {
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = 1;
        }
        return matrix;
    }

    /** {@return the symmetric square root, eigenvalues below zero, which rounding makes of zeros, taken as zero} */
    double[] squareRoot() {
        int n = values.length;
        double[] root = new double[n * n];
        for (int k = 0; k < n; k++) {
            double value = Math.sqrt(Math.max(0, values[k]));
            for (int i = 0; i < n; i++) {
                double left = vectors[i * n + k] * value;
                for (int j = 0; j < n; j++) {
                    root[i * n + j] += left * vectors[j * n + k];
                }
            }
        }
        return root;
    }
}
