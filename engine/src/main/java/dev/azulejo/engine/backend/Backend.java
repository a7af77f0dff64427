package dev.azulejo.engine.backend;

import java.util.Collection;
import java.util.List;

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
    /** {@return the name as in {@code --backend}: {@code scalar}, {@code vector} or {@code tornado}} */
    String name();

    /** {@return a line for a log: lanes, threads or device} */
    String description();

    /** {@return its kernels and its memory, the same each time} */
    KernelFamilies families();

    /** {@return the memory of this backend: its buffers} */
    default Memory memory() {
        return families().memory();
    }

    /** {@return the element-wise kernels} */
    default ElementwiseKernels elementwise() {
        return families().elementwise();
    }

    /** {@return the kernels of sums over elements and rows} */
    default ReductionKernels reductions() {
        return families().reductions();
    }

    /** {@return the kernels of matrix products} */
    default MatrixKernels matrices() {
        return families().matrices();
    }

    /** {@return the kernels of convolutions} */
    default ConvolutionKernels convolutions() {
        return families().convolutions();
    }

    /** {@return the kernels of softmax, cross-entropy and layer normalisation} */
    default NormalizationKernels normalizations() {
        return families().normalizations();
    }

    /** {@return the kernels of attention, composed of the other families where a backend fuses nothing} */
    default AttentionKernels attention() {
        return new ComposedAttention(this);
    }

    /** {@return the kernels that move elements: concatenation, slices, shifts, transposition, gather and scatter} */
    default LayoutKernels layouts() {
        return families().layouts();
    }

    /** {@return the kernels of codebooks: nearest code, statistics, moving averages} */
    default CodebookKernels codebooks() {
        return families().codebooks();
    }

    /** {@return the kernels of parameter updates} */
    default OptimizerKernels optimizers() {
        return families().optimizers();
    }

    /**
     * Makes one thing of calls that are run again and again in this order. A backend with a device makes task graphs of them.
     *
     * @param calls calls of this backend's kernels, on buffers that stay the same
     * @param passing those of the buffers whose content matters to these calls alone, neither before nor after them
     * @return what runs them all
     */
    default Runnable compile(List<Runnable> calls, Collection<Buffer> passing) {
        return () -> calls.forEach(Runnable::run);
    }

    /** {@return whether single calls run where {@link #compile compiled} ones do, so that their times mean something} */
    default boolean timesSingleCalls() {
        return true;
    }

    /** Ends the threads or frees the device; buffers are unusable afterwards. */
    @Override
    void close();
}
