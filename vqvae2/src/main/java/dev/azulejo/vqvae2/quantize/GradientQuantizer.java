package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import java.util.List;

/**
 * A codebook learned by gradient: the loss is |e - sg[z]|² + beta |sg[e] - z|², each a mean over all elements
 * (arXiv 1711.00937, equation 3). Its parameter is {@code embedding.weight}, first drawn from U(-1/K, 1/K).
 */
public final class GradientQuantizer implements VectorQuantizer {
    private final Embedding embedding;
    private final float beta;

    /**
     * The settings of codebooks learned by gradient.
     *
     * @param codebook its table
     */
    @Kind(value = "gradient", help = "codes learned by gradient")
    public record Config(CodebookSettings codebook) implements QuantizerConfig {
        @Override
        public List<Integer> codes() {
            return codebook.codes();
        }

        @Override
        public List<Integer> codeDim() {
            return codebook.codeDim();
        }

        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new GradientQuantizer(codes(level), dimension(level), codebook.beta(), init);
        }
    }

    /**
     * A quantizer with its first codes.
     *
     * @param codes K, number of codes
     * @param dimension D, elements of a code
     * @param beta weight of the commitment loss
     * @param init draws the codes
     */
    public GradientQuantizer(int codes, int dimension, double beta, Initializer init) {
        embedding = new Embedding(init.uniform(Shape.of(codes, dimension), 1.0 / codes));
        this.beta = (float) beta;
    }

    /**
     * The codes themselves.
     *
     * @return the table, {@code [K,D]}
     */
    public Codebook codebook() {
        return new Codebook(embedding.weight());
    }

    @Override
    public int codes() {
        return codebook().codes();
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor e = lookup(indices);
        Tensor codebookLoss = e.meanSquaredError(z.detach());
        Tensor commitment = e.detach().meanSquaredError(z);
        return new Quantized(Functions.straightThrough(z, e), indices, codebookLoss.plus(commitment.scale(beta)));
    }

    @Override
    public IntTensor encode(Tensor z) {
        return codebook().nearest(z);
    }

    @Override
    public Tensor lookup(IntTensor indices) {
        return codebook().lookup(indices);
    }

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding);
    }
}
