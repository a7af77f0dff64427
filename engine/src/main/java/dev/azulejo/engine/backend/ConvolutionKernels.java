package dev.azulejo.engine.backend;

/** Convolution over NHWC with weights {@code [kernelHeight, kernelWidth, inChannels, outChannels]}, and its gradients. */
public interface ConvolutionKernels {
    /**
     * y = x * w, then the epilogue.
     *
     * @param x the input
     * @param w the weights
     * @param epilogue what to do before storing; its bias is {@code [outChannels]}
     * @param y the output
     * @param geometry the sizes
     */
    void forward(Buffer x, Buffer w, Epilogue epilogue, @Writes Buffer y, ConvolutionGeometry geometry);

    /**
     * dx, the gradient of the input, then the epilogue. It is also the forward pass of the transposed convolution,
     * whose input is dy and whose output is dx (Dumoulin and Visin 2016, arXiv 1603.07285, chapter 4).
     *
     * @param dy the output's gradient
     * @param w the weights
     * @param epilogue what to do before storing; its bias is {@code [inChannels]}
     * @param dx the input's gradient
     * @param geometry the sizes of the forward convolution
     */
    void inputGradient(Buffer dy, Buffer w, Epilogue epilogue, @Writes Buffer dx, ConvolutionGeometry geometry);

    /**
     * dw, the gradient of the weights.
     *
     * @param x the input
     * @param dy the output's gradient
     * @param dw the weights' gradient
     * @param geometry the sizes of the forward convolution
     */
    void weightGradient(Buffer x, Buffer dy, @Writes Buffer dw, ConvolutionGeometry geometry);
}
