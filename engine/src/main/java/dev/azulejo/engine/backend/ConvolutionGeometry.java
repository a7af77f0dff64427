package dev.azulejo.engine.backend;

/**
 * Sizes of a two-dimensional convolution over NHWC: output (oy, ox) reads input (oy stride - padTop + ky,
 * ox stride - padLeft + kx); what lies outside the input is zero. The padding below and to the right follows from the
 * sizes, so causal convolutions need no other kernel.
 *
 * @param batch images
 * @param inHeight rows of the input
 * @param inWidth columns of the input
 * @param inChannels channels of the input
 * @param outHeight rows of the output
 * @param outWidth columns of the output
 * @param outChannels channels of the output
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param stride step between outputs, in input pixels, both ways
 * @param padTop zero rows above the input
 * @param padLeft zero columns left of the input
 */
public record ConvolutionGeometry(
        int batch,
        int inHeight,
        int inWidth,
        int inChannels,
        int outHeight,
        int outWidth,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padTop,
        int padLeft) {

    /** {@return the elements of the input: batch x inHeight x inWidth x inChannels} */
    public int inputSize() {
        return batch * inHeight * inWidth * inChannels;
    }

    /** {@return the elements of the output: batch x outHeight x outWidth x outChannels} */
    public int outputSize() {
        return batch * outHeight * outWidth * outChannels;
    }

    /** {@return the elements of the weights: kernelHeight x kernelWidth x inChannels x outChannels} */
    public int weightSize() {
        return kernelHeight * kernelWidth * inChannels * outChannels;
    }

    /** {@return the multiplications and additions of the direct convolution} */
    public long flops() {
        return 2L * outputSize() * kernelHeight * kernelWidth * inChannels;
    }
}
