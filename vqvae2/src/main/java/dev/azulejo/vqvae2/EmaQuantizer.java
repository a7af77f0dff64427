package dev.azulejo.vqvae2;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import java.util.Arrays;

/**
 * A codebook of exponential moving averages (arXiv 1711.00937, appendix A.1): N counts the vectors that choose a code,
 * m sums them, and the code is m / N, with Laplace smoothing of N. Only the commitment loss beta |sg[e] - z|² remains.
 *
 * <p>N starts at 1 and m at the code itself. Started at N = 0, the first update divides by almost nothing: codes that
 * nobody chose blow up and the codebook collapses to a handful.
 */
public final class EmaQuantizer implements VectorQuantizer {
    private final CodebookConfig config;
    private final Tensor weight;
    private final Tensor count;
    private final Tensor total;

    /**
     * A quantizer whose first codes are from U(-1/K, 1/K), until {@link #initialize} puts vectors in their place.
     *
     * @param config how many codes, of what size, how fast they move
     * @param init draws them
     */
    public EmaQuantizer(CodebookConfig config, Initializer init) {
        this.config = config;
        Shape shape = Shape.of(config.codes(), config.codeDim());
        float[] first = init.uniform(shape, 1.0 / config.codes()).toArray();
        float[] ones = new float[config.codes()];
        Arrays.fill(ones, 1);
        weight = init.engine().state(shape, first);
        count = init.engine().state(Shape.of(config.codes()), ones);
        total = init.engine().state(shape, first);
    }

    @Override
    public CodebookConfig config() {
        return config;
    }

    @Override
    public Tensor codebook() {
        return weight;
    }

    @Override
    public Quantized forward(Tensor z) {
        IntTensor indices = nearest(z);
        Tensor e = embed(indices);
        Tensor commitment = e.meanSquaredError(z);
        return new Quantized(Functions.straightThrough(z, e), commitment.scale((float) config.beta()), indices);
    }

    @Override
    public void learn(Tensor z, IntTensor indices) {
        Engine engine = z.engine();
        int rows = z.shape().rows();
        int codes = config.codes();
        int dimension = config.codeDim();
        try (var _ = engine.scope()) {
            Tensor counts = engine.allocate(count.shape());
            Tensor sums = engine.allocate(total.shape());
            engine.backend().codebooks().count(indices.buffer(), counts.buffer(), rows, codes);
            engine.backend().layouts().scatterAdd(z.buffer(), indices.buffer(), sums.buffer(), rows, codes, dimension);
            engine.backend()
                    .codebooks()
                    .movingAverage(
                            counts.buffer(),
                            sums.buffer(),
                            count.buffer(),
                            total.buffer(),
                            weight.buffer(),
                            codes,
                            dimension,
                            (float) config.decay(),
                            (float) config.epsilon());
        }
    }

    @Override
    public void initialize(Tensor z, int stream, IntTensor key) {
        if (config.init() == CodebookInit.DATA) {
            replaceBelow(Float.POSITIVE_INFINITY, z, stream, key);
        }
    }

    @Override
    public void restart(Tensor z, int stream, IntTensor key) {
        replaceBelow((float) config.restartBelow(), z, stream, key);
    }

    private void replaceBelow(float threshold, Tensor z, int stream, IntTensor key) {
        z.engine()
                .backend()
                .codebooks()
                .restart(
                        z.buffer(),
                        count.buffer(),
                        total.buffer(),
                        weight.buffer(),
                        z.shape().rows(),
                        config.codes(),
                        config.codeDim(),
                        threshold,
                        1,
                        stream,
                        key.buffer());
    }

    @Override
    public void describe(Parameters into) {
        into.state("weight", weight).state("count", count).state("total", total);
    }
}
