package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;

/**
 * A codebook learned by gradient: the loss is |e - sg[z]|² + beta |sg[e] - z|², each a mean over all elements
 * (arXiv 1711.00937, equation 3). Its parameter is {@code embedding.weight}, first drawn from U(-1/K, 1/K).
 */
public final class GradientQuantizer implements VectorQuantizer {
    private final Embedding embedding;
    private final CodebookSettings settings;

    /**
     * The settings of codebooks learned by gradient.
     *
     * @param codebook its table
     */
    @Kind(value = "gradient", help = "codes learned by gradient")
    public record Config(CodebookSettings codebook) implements TableConfig {
        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new GradientQuantizer(codes(level), dimension(level), codebook, init);
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
    public GradientQuantizer(int codes, int dimension, CodebookSettings settings, Initializer init) {
        embedding = new Embedding(init.uniform(Shape.of(codes, dimension), 1.0 / codes));
        this.settings = settings;
    }

    @Override
    public Codebook codebook() {
        return new Codebook(embedding.weight());
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor e = lookup(indices);
        Tensor codebookLoss = e.meanSquaredError(z.detach());
        Tensor commitment = e.detach().meanSquaredError(z);
        return new Quantized(
                settings.estimator().pass(z, e), indices, codebookLoss.plus(commitment.scale((float) settings.beta())));
    }

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding);
    }
}
