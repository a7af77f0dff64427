package dev.azulejo.priors;

import dev.azulejo.engine.Convolution;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;

/**
 * The window of a causal convolution, made by padding one side more than the other (arXiv 1701.05517, section 2.3): it
 * ends at the row of its output, and to the right either at its column or symmetrically beyond it.
 *
 * @param rows rows, the last one that of the output
 * @param columns columns
 * @param left how many of them are left of the output
 */
public record CausalKernel(int rows, int columns, int left) {
    /**
     * The window of the vertical stack, which sees the rows above: as wide as the kernel, both ways.
     *
     * @param kernel rows and columns of the convolution, were it not causal
     * @return the window
     */
    public static CausalKernel vertical(int kernel) {
        return new CausalKernel(kernel / 2 + 1, kernel, kernel / 2);
    }

    /**
     * The window of the horizontal stack: what is above and to the left, the output's own position included.
     *
     * @param kernel rows and columns of the convolution, were it not causal
     * @return the window
     */
    public static CausalKernel horizontal(int kernel) {
        return new CausalKernel(kernel / 2 + 1, kernel / 2 + 1, kernel / 2);
    }

    /** {@return rows above that of the output} */
    public int above() {
        return rows - 1;
    }

    /** {@return columns right of the output} */
    public int right() {
        return columns - 1 - left;
    }

    Conv2d convolution(int in, int out, Initializer init) {
        return Conv2d.of(in, out, rows, columns, Convolution.padded(above(), left, 0, right()), init);
    }
}
