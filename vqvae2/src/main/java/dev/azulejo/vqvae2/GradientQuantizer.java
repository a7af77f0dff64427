package dev.azulejo.vqvae2;

import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;

/**
 * A codebook learned by gradient: the loss is |e - sg[z]|² + beta |sg[e] - z|², each a mean over all elements
 * (arXiv 1711.00937, equation 3). Its parameter is {@code embedding.weight}, first drawn from U(-1/K, 1/K).
 */
public final class GradientQuantizer implements VectorQuantizer {
    private final CodebookConfig config;
    private final Embedding embedding;

    /**
     * A quantizer with its first codes.
     *
     * @param config how many codes, of what size
     * @param init draws them
     */
    public GradientQuantizer(CodebookConfig config, Initializer init) {
        this.config = config;
        embedding = new Embedding(init.uniform(Shape.of(config.codes(), config.codeDim()), 1.0 / config.codes()));
    }

    @Override
    public CodebookConfig config() {
        return config;
    }

    @Override
    public Tensor codebook() {
        return embedding.weight();
    }

    @Override
    public Quantized forward(Tensor z) {
        IntTensor indices = nearest(z);
        Tensor e = embed(indices);
        Tensor codebookLoss = e.meanSquaredError(z.detach());
        Tensor commitment = e.detach().meanSquaredError(z);
        return new Quantized(
                Functions.straightThrough(z, e), codebookLoss.plus(commitment.scale((float) config.beta())), indices);
    }

    @Override
    public void learn(Tensor z, IntTensor indices) {}

    @Override
    public void initialize(Tensor z, int stream, IntTensor key) {}

    @Override
    public void restart(Tensor z, int stream, IntTensor key) {}

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding);
    }
}
