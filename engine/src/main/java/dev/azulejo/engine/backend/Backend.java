package dev.azulejo.engine.backend;

/**
 * Everything that computes: one object a family of kernels, each a plain list of calls on buffers.
 *
 * <p>The contract of every kernel: buffers are row-major and at least as large as the shape given; an output is written
 * whole (its former content never matters, unless the kernel says that it accumulates); an output may be the same buffer
 * as an element-wise input, never as any other; a reduction is split by shape, so the bits do not depend on the number of
 * threads; calls take effect in order, and only {@link Memory#read} waits. So a training step is a fixed program of such
 * calls, which a backend with a memory of its own can record and replay.
 */
public interface Backend extends AutoCloseable {
    /**
     * Name as in {@code --backend}: {@code scalar}, {@code vector} or {@code tornado}.
     *
     * @return the name
     */
    String name();

    /**
     * One line for a log: lanes, threads or device.
     *
     * @return the description
     */
    String description();

    /**
     * Buffers.
     *
     * @return the memory of this backend
     */
    Memory memory();

    /**
     * Element-wise kernels.
     *
     * @return the family
     */
    ElementwiseKernels elementwise();

    /**
     * Sums over elements and rows.
     *
     * @return the family
     */
    ReductionKernels reductions();

    /**
     * Matrix products.
     *
     * @return the family
     */
    MatrixKernels matrices();

    /**
     * Convolutions.
     *
     * @return the family
     */
    ConvolutionKernels convolutions();

    /**
     * Softmax, cross-entropy and layer normalisation.
     *
     * @return the family
     */
    NormalizationKernels normalizations();

    /**
     * Attention: composed of the other families where a backend fuses nothing.
     *
     * @return the family
     */
    default AttentionKernels attention() {
        return new ComposedAttention(this);
    }

    /**
     * Moves: concatenation, slices, shifts, transposition, gather and scatter.
     *
     * @return the family
     */
    LayoutKernels layouts();

    /**
     * Codebooks: nearest code, statistics, moving averages.
     *
     * @return the family
     */
    CodebookKernels codebooks();

    /**
     * Parameter updates.
     *
     * @return the family
     */
    OptimizerKernels optimizers();

    /** Ends the threads or frees the device; buffers are unusable afterwards. */
    @Override
    void close();
}
