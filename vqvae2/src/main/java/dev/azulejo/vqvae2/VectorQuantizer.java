package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import java.util.Arrays;

/**
 * Replaces each vector by the nearest of K codes (van den Oord et al. 2017, arXiv 1711.00937, section 3). How the codes
 * are learned differs: by gradient ({@link GradientQuantizer}) or by moving averages ({@link EmaQuantizer}).
 *
 * <p>{@link #forward} and {@link #embed} only read the codebook, so nothing moves in evaluation; what moves it besides
 * the optimiser is {@link #learn}, {@link #initialize} and {@link #restart}, which training calls.
 */
public sealed interface VectorQuantizer extends Module permits GradientQuantizer, EmaQuantizer {
    /**
     * What quantization gives.
     *
     * @param values {@code [N,H,W,D]}, the nearest codes, with the gradient of z (straight-through)
     * @param loss a scalar: codebook and commitment loss
     * @param indices {@code [N,H,W]}, which codes; ties go to the lowest
     */
    record Quantized(Tensor values, Tensor loss, IntTensor indices) {}

    /**
     * A quantizer with its first codes.
     *
     * @param config how many codes, of what size, learned how
     * @param init draws them
     * @return the quantizer
     */
    static VectorQuantizer of(CodebookConfig config, Initializer init) {
        return switch (config.quantizer()) {
            case GRADIENT -> new GradientQuantizer(config, init);
            case EMA -> new EmaQuantizer(config, init);
        };
    }

    /**
     * How many codes, of what size, learned how.
     *
     * @return the configuration
     */
    CodebookConfig config();

    /**
     * The codes themselves.
     *
     * @return {@code [K,D]}
     */
    Tensor codebook();

    /**
     * Quantizes.
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @return codes, loss and indices
     * @throws IllegalArgumentException if z has not D channels
     */
    Quantized forward(Tensor z);

    /**
     * Moves the codebook towards the vectors that chose its codes; does nothing where gradients do that.
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @param indices {@code [N,H,W]}, the codes that it chose
     */
    void learn(Tensor z, IntTensor indices);

    /**
     * Makes codes of random vectors of a first batch, if the configuration asks for it ({@link CodebookInit#DATA}).
     *
     * @param z {@code [N,H,W,D]}, what the encoder gives before training
     * @param stream which codebook of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     */
    void initialize(Tensor z, int stream, IntTensor key);

    /**
     * Puts random vectors of a batch in the place of codes that hardly any vector chooses, where usage is known.
     *
     * @param z {@code [N,H,W,D]}, what the encoder gave
     * @param stream which codebook of the model this is
     * @param key {@code [3]}: seed (low, high) and step
     */
    void restart(Tensor z, int stream, IntTensor key);

    /**
     * Looks codes up.
     *
     * @param indices any shape, each in [0, K)
     * @return {@code [..., D]}
     */
    default Tensor embed(IntTensor indices) {
        return Functions.gather(codebook(), indices);
    }

    /**
     * The nearest code of every vector.
     *
     * @param z {@code [N,H,W,D]}
     * @return {@code [N,H,W]}
     * @throws IllegalArgumentException if z has not D channels
     */
    default IntTensor nearest(Tensor z) {
        int codes = config().codes();
        int dimension = config().codeDim();
        if (z.shape().rank() < 2 || z.shape().channels() != dimension) {
            throw new IllegalArgumentException("quantize: " + z.shape() + "; expected " + dimension + " channels");
        }
        Engine engine = z.engine();
        int[] sizes = z.shape().sizes().stream().mapToInt(Integer::intValue).toArray();
        IntTensor indices = engine.allocateInts(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
        engine.backend()
                .codebooks()
                .nearest(
                        z.buffer(),
                        codebook().buffer(),
                        indices.buffer(),
                        z.shape().rows(),
                        codes,
                        dimension);
        return indices;
    }
}
