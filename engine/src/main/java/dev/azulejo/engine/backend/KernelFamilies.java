package dev.azulejo.engine.backend;

/**
 * The kernels of a backend, an object a family, and the memory that they work on.
 *
 * @param memory its buffers
 * @param elementwise functions of elements
 * @param reductions sums over elements and rows
 * @param matrices matrix products
 * @param convolutions convolutions
 * @param normalizations softmax, cross-entropy and layer normalisation
 * @param layouts concatenation, slices, shifts, transposition, gather and scatter
 * @param codebooks nearest code, statistics, moving averages
 * @param optimizers updates of parameters
 */
public record KernelFamilies(
        Memory memory,
        ElementwiseKernels elementwise,
        ReductionKernels reductions,
        MatrixKernels matrices,
        ConvolutionKernels convolutions,
        NormalizationKernels normalizations,
        LayoutKernels layouts,
        CodebookKernels codebooks,
        OptimizerKernels optimizers) {}
