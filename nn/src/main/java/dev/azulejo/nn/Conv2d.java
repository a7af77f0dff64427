package dev.azulejo.nn;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * Two-dimensional convolution with a bias, as PyTorch's {@code Conv2d}: {@code [N,H,W,in]} to {@code [N,H',W',out]}.
 *
 * @param weight {@code [kernelHeight, kernelWidth, in, out]}
 * @param bias {@code [out]}
 * @param options stride, padding and what is fused behind it
 */
public record Conv2d(Tensor weight, Tensor bias, Convolution options) implements Layer {
    /**
     * A square kernel.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel rows and columns of the kernel
     * @param stride step between outputs
     * @param padding zero rows and columns on each side
     * @param init draws the first values
     * @return the layer
     */
    public static Conv2d of(int in, int out, int kernel, int stride, int padding, Initializer init) {
        return of(in, out, kernel, kernel, Convolution.of(stride, padding), init);
    }

    /**
     * Any kernel and padding.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param height rows of the kernel
     * @param width columns of the kernel
     * @param options stride, padding and what is fused behind it
     * @param init draws the first values
     * @return the layer
     */
    public static Conv2d of(int in, int out, int height, int width, Convolution options, Initializer init) {
        double bound = 1 / Math.sqrt((double) in * height * width);
        return new Conv2d(
                init.uniform(Shape.of(height, width, in, out), bound), init.uniform(Shape.of(out), bound), options);
    }

    /** {@return a layer over the same parameters, with max(y, 0) fused behind it} */
    public Conv2d withRelu() {
        return new Conv2d(weight, bias, options.withRelu());
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.conv2d(weight, bias, options);
    }

    /**
     * Computes with a residual added in the same walk through memory.
     *
     * @param x the input
     * @param residual of the output's shape
     * @return the output plus the residual
     */
    public Tensor forwardPlus(Tensor x, Tensor residual) {
        return x.conv2d(weight, bias, options, residual);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.KERNEL).learned("bias", bias, Layout.PLAIN);
    }
}
