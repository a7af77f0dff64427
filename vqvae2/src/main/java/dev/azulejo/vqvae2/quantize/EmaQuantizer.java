package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.config.Kind;

/**
 * A codebook of exponential moving averages (arXiv 1711.00937, appendix A.1): only the commitment loss beta |sg[e] - z|²
 * remains, the codes are moved by {@link MovingAverages}.
 */
public final class EmaQuantizer implements AveragedQuantizer {
    private final MovingAverages averages;
    private final CodebookSettings settings;

    /**
     * The settings of codebooks of moving averages.
     *
     * @param codebook its table
     * @param averages how its codes move
     * @param starts where they start
     */
    @Kind(value = "ema", help = "codes that are moving averages of the vectors that choose them")
    public record Config(CodebookSettings codebook, AverageSettings averages, StartSettings starts)
            implements TableConfig {
        @Override
        public VectorQuantizer create(int level, Initializer initializer) {
            return new EmaQuantizer(codes(level), dimension(level), this, initializer);
        }
    }

    /**
     * A quantizer whose first codes are from U(-1/K, 1/K), until {@link #start} puts vectors in their place.
     *
     * @param codes K, number of codes
     * @param dimension D, elements of a code
     * @param config how fast they move
     * @param init draws them
     */
    public EmaQuantizer(int codes, int dimension, Config config, Initializer init) {
        averages = new MovingAverages(codes, dimension, config.averages(), config.starts(), init);
        settings = config.codebook();
    }

    @Override
    public MovingAverages averages() {
        return averages;
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor e = lookup(indices);
        Tensor commitment = e.meanSquaredError(z);
        return new Quantized(settings.estimator().pass(z, e), indices, commitment.scale((float) settings.beta()));
    }
}
