package dev.azulejo.engine;

import dev.azulejo.engine.backend.ConvolutionGeometry;

/**
 * The options of a convolution: its stride, its padding, and whether a ReLU is fused behind it.
 *
 * @param stride step between outputs, in input pixels
 * @param top zero rows above the input
 * @param left zero columns left of it
 * @param bottom zero rows below
 * @param right zero columns to its right
 * @param relu whether max(y, 0) follows; not with a residual
 */
public record Convolution(int stride, int top, int left, int bottom, int right, boolean relu) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the stride is below 1 or a padding below 0
     */
    public Convolution {
        if (stride < 1 || Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
            throw new IllegalArgumentException("convolution: stride " + stride + ", padding " + top + "," + left + ","
                    + bottom + "," + right + "; expected a stride of at least 1 and no negative padding");
        }
    }

    /**
     * The same padding on all sides.
     *
     * @param stride step between outputs
     * @param padding zero rows and columns on each side
     * @return the options
     */
    public static Convolution of(int stride, int padding) {
        return new Convolution(stride, padding, padding, padding, padding, false);
    }

    /**
     * Stride 1 with its own padding on each side, for causal convolutions.
     *
     * @param top zero rows above the input
     * @param left zero columns left of it
     * @param bottom zero rows below
     * @param right zero columns to its right
     * @return the options
     */
    public static Convolution padded(int top, int left, int bottom, int right) {
        return new Convolution(1, top, left, bottom, right, false);
    }

    /** {@return these options with max(y, 0) behind the convolution} */
    public Convolution withRelu() {
        return new Convolution(stride, top, left, bottom, right, true);
    }

    /**
     * The sizes that the kernels take. A transposed convolution has the same, with its output as the input.
     *
     * @param input {@code [N, H, W, in]}
     * @param output {@code [N, H', W', out]}
     * @param weights {@code [kernelHeight, kernelWidth, in, out]}
     */
    ConvolutionGeometry geometry(Shape input, Shape output, Shape weights) {
        return new ConvolutionGeometry(
                input.get(0),
                input.get(1),
                input.get(2),
                input.get(3),
                output.get(1),
                output.get(2),
                output.get(3),
                weights.get(0),
                weights.get(1),
                stride,
                top,
                left);
    }
}
