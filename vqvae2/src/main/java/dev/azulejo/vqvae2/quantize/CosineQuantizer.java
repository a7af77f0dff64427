package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;

/**
 * A codebook of directions, learned by gradient (Yu et al. 2021, arXiv 2110.04627, section 3.2): vectors and codes are
 * scaled to length 1, so that the nearest code is the one of the largest cosine, and long vectors have no say in which codes
 * are used. The loss is that of {@link GradientQuantizer} over the scaled ones. Its parameter is {@code embedding.weight},
 * first drawn from U(-1/K, 1/K), of any length.
 */
public final class CosineQuantizer implements VectorQuantizer {
    /** What is added to the square of a vector's length, so that one of zeros does not divide by zero. */
    public static final float EPSILON = Estimator.EPSILON;

    private final Embedding embedding;
    private final CodebookSettings settings;

    /**
     * The settings of codebooks of directions.
     *
     * @param codebook its table
     */
    @Kind(value = "cosine", help = "directions learned by gradient, the nearest by angle")
    public record Config(CodebookSettings codebook) implements TableConfig {
        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new CosineQuantizer(codes(level), dimension(level), codebook, init);
        }
    }

    /**
     * A quantizer with its first codes.
     *
     * @param codes K, number of codes
     * @param dimension D, elements of a code
     * @param settings what else there is to a table
     * @param init draws the codes
     */
    public CosineQuantizer(int codes, int dimension, CodebookSettings settings, Initializer init) {
        embedding = new Embedding(init.uniform(Shape.of(codes, dimension), 1.0 / codes));
        this.settings = settings;
    }

    /** {@return the codes, each of length 1: {@code [K,D]}} */
    @Override
    public Codebook codebook() {
        return new Codebook(Estimator.unit(embedding.weight()));
    }

    @Override
    public int codes() {
        return embedding.weight().shape().get(0);
    }

    @Override
    public Quantized quantize(Tensor z) {
        Codebook directions = codebook();
        Tensor u = Estimator.unit(z);
        IntTensor indices = directions.nearest(u);
        Tensor e = directions.lookup(indices);
        Tensor codebookLoss = e.meanSquaredError(u.detach());
        Tensor commitment = e.detach().meanSquaredError(u);
        return new Quantized(
                settings.estimator().pass(u, e), indices, codebookLoss.plus(commitment.scale((float) settings.beta())));
    }

    @Override
    public IntTensor encode(Tensor z) {
        return codebook().nearest(Estimator.unit(z));
    }

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding);
    }
}
