package dev.azulejo.nn;

import dev.azulejo.engine.Convolution;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * Transposed convolution with a bias, as PyTorch's {@code ConvTranspose2d}: {@code [N,H,W,in]} to {@code [N,H',W',out]}
 * with H' = (H - 1) stride - 2 padding + kernel.
 *
 * @param weight {@code [kernelHeight, kernelWidth, out, in]}
 * @param bias {@code [out]}
 * @param options stride, padding and what is fused behind it
 */
public record ConvTranspose2d(Tensor weight, Tensor bias, Convolution options) implements Layer {
    /**
     * A square kernel.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel rows and columns of the kernel
     * @param stride input pixels become this many apart
     * @param padding rows and columns taken off on each side
     * @param init draws the first values
     * @return the layer
     */
    public static ConvTranspose2d of(int in, int out, int kernel, int stride, int padding, Initializer init) {
        double bound =
                1 / Math.sqrt((double) out * kernel * kernel); // PyTorch takes the second axis of [in, out, k, k]
        return new ConvTranspose2d(
                init.uniform(Shape.of(kernel, kernel, out, in), bound),
                init.uniform(Shape.of(out), bound),
                Convolution.of(stride, padding));
    }

    /** {@return a layer over the same parameters, with max(y, 0) fused behind it} */
    public ConvTranspose2d withRelu() {
        return new ConvTranspose2d(weight, bias, options.withRelu());
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.convTranspose2d(weight, bias, options);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.KERNEL).learned("bias", bias, Layout.PLAIN);
    }
}
