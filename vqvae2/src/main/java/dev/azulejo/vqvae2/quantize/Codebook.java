package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import java.util.Arrays;

/**
 * A table of codes, and the search for the nearest (van den Oord et al. 2017, arXiv 1711.00937, equation 1).
 *
 * @param table {@code [K,D]}
 */
public record Codebook(Tensor table) {
    /** {@return the number of codes, K} */
    public int codes() {
        return table.shape().get(0);
    }

    /** {@return the elements of a code, D} */
    public int dimension() {
        return table.shape().channels();
    }

    /**
     * The vectors of codes.
     *
     * @param indices any shape, each in [0, K)
     * @return {@code [..., D]}
     */
    public Tensor lookup(IntTensor indices) {
        return table.gather(indices);
    }

    /**
     * The nearest code of every vector; ties go to the lowest.
     *
     * @param z {@code [..., D]}
     * @return {@code [...]}
     * @throws IllegalArgumentException if z has not D channels
     */
    public IntTensor nearest(Tensor z) {
        requireDimension(z);
        Engine engine = z.engine();
        int[] sizes = z.shape().sizes().stream().mapToInt(Integer::intValue).toArray();
        IntTensor indices = engine.allocateInts(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
        engine.backend()
                .codebooks()
                .nearest(z.buffer(), table.buffer(), indices.buffer(), z.shape().rows(), codes(), dimension());
        return indices;
    }

    void requireDimension(Tensor z) {
        if (z.shape().rank() < 2 || z.shape().channels() != dimension()) {
            throw new IllegalArgumentException("quantize: " + z.shape() + "; expected " + dimension() + " channels");
        }
    }
}
