package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Module;

/**
 * Replaces vectors by codes, so that an image becomes whole numbers. One whose codes learn by themselves is a
 * {@link LearnsByItself} too.
 */
public interface VectorQuantizer extends Module {
    /**
     * The result of quantization.
     *
     * @param values {@code [N,H,W,D]}, the vectors of the codes, with a gradient to what was quantized
     * @param indices {@code [N,H,W]}, the codes, or {@code [N,H,W,Q]} if a position has several
     * @param loss a scalar to add to the loss: what keeps codes and vectors together
     */
    record Quantized(Tensor values, IntTensor indices, Tensor loss) {}

    /**
     * {@return the shape of indices: {@code [N,H,W]}, or {@code [N,H,W,Q]} with several codes per position}
     *
     * @param images N
     * @param height H
     * @param width W
     * @param depth Q, codes per position
     */
    static Shape indices(int images, int height, int width, int depth) {
        return depth == 1 ? Shape.of(images, height, width) : Shape.of(images, height, width, depth);
    }

    /** {@return every code's vector, in the order of the indices: {@code [K,D]}} */
    Codebook codebook();

    /** {@return the number of codes, K} */
    default int codes() {
        return codebook().codes();
    }

    /** {@return Q, how many codes each position has; with more than one, indices are {@code [N,H,W,Q]}} */
    default int depth() {
        return 1;
    }

    /**
     * Quantizes.
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @return vectors, codes and loss
     * @throws IllegalArgumentException if z has not D channels
     */
    Quantized quantize(Tensor z);

    /**
     * The codes of vectors, without what training needs besides: the nearest, if a kind does not choose otherwise.
     *
     * @param z {@code [N,H,W,D]}
     * @return {@code [N,H,W]} or {@code [N,H,W,Q]}, each in [0, K)
     * @throws IllegalArgumentException if z has not D channels
     */
    default IntTensor encode(Tensor z) {
        return codebook().nearest(z);
    }

    /**
     * The vectors of codes.
     *
     * @param indices {@code [N,H,W]} or {@code [N,H,W,Q]}, each in [0, K)
     * @return {@code [N,H,W,D]}
     */
    default Tensor lookup(IntTensor indices) {
        return codebook().lookup(indices);
    }
}
