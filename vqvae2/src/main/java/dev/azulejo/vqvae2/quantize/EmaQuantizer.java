package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import java.util.Arrays;
import java.util.List;

/**
 * A codebook of exponential moving averages (arXiv 1711.00937, appendix A.1): N counts the vectors that choose a code,
 * m sums them, and the code is m / N, with Laplace smoothing of N. Only the commitment loss beta |sg[e] - z|² remains.
 *
 * <p>N starts at 1 and m at the code itself. Started at N = 0, the first update divides by almost nothing: codes that
 * nobody chose blow up and the codebook collapses to a handful.
 */
public final class EmaQuantizer implements VectorQuantizer, LearnsByItself {
    private final Config config;
    private final Codebook codebook;
    private final Tensor count;
    private final Tensor total;

    /**
     * The settings of codebooks of moving averages.
     *
     * @param codes K, number of codes
     * @param codeDim D, elements of a code
     * @param beta weight of the commitment loss
     * @param decay of the moving averages
     * @param epsilon pseudo-count of their Laplace smoothing
     * @param init where the first codes come from
     * @param restartEvery steps between restarts of under-used codes, 0 for never
     * @param restartBelow a code is under-used if fewer vectors a step, on average, choose it
     */
    @Kind(value = "ema", help = "codes that are moving averages of the vectors that choose them")
    public record Config(
            @Setting(value = "512", min = 2, max = 65536, help = "codes of a codebook, also per level")
            List<Integer> codes,

            @Setting(value = "64", min = 1, max = 4096, help = "elements of a code, also per level")
            List<Integer> codeDim,

            @Setting(value = "0.25", min = 0, max = 100, help = "weight of the commitment loss")
            double beta,

            @Setting(value = "0.99", min = 0, max = 1, help = "of the moving averages")
            double decay,

            @Setting(value = "1e-5", min = 0, max = 1, help = "pseudo-count that smooths their counts")
            double epsilon,

            @Setting(value = "data", help = "first codes: vectors of the first batch, or drawn from U(-1/K, 1/K)")
            CodebookInit init,

            @Setting(value = "50", min = 0, max = 1_000_000, help = "steps between restarts of codes; 0 for never")
            int restartEvery,

            @Setting(value = "0.5", min = 0, max = 1_000_000, help = "restarts a code that fewer vectors a step choose")
            double restartBelow)
            implements QuantizerConfig {
        /** Checks the numbers. */
        public Config {
            Schema.check(Config.class, codes, codeDim, beta, decay, epsilon, init, restartEvery, restartBelow);
            codes = List.copyOf(codes);
            codeDim = List.copyOf(codeDim);
        }

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
        this.config = config;
        Shape shape = Shape.of(codes, dimension);
        float[] first = init.uniform(shape, 1.0 / codes).toArray();
        float[] ones = new float[codes];
        Arrays.fill(ones, 1);
        codebook = new Codebook(init.engine().state(shape, first));
        count = init.engine().state(Shape.of(codes), ones);
        total = init.engine().state(shape, first);
    }

    /**
     * The codes themselves.
     *
     * @return the table, {@code [K,D]}
     */
    public Codebook codebook() {
        return codebook;
    }

    @Override
    public int codes() {
        return codebook.codes();
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor e = lookup(indices);
        Tensor commitment = e.meanSquaredError(z);
        return new Quantized(Functions.straightThrough(z, e), indices, commitment.scale((float) config.beta()));
    }

    @Override
    public IntTensor encode(Tensor z) {
        return codebook.nearest(z);
    }

    @Override
    public Tensor lookup(IntTensor indices) {
        return codebook.lookup(indices);
    }

    @Override
    public void start(Tensor z, int stream, IntTensor key) {
        if (config.init() == CodebookInit.DATA) {
            replaceBelow(Float.POSITIVE_INFINITY, z, stream, key);
        }
    }

    @Override
    public void learn(Tensor z, IntTensor indices, long step, int stream, IntTensor key) {
        Engine engine = z.engine();
        int rows = z.shape().rows();
        int codes = codes();
        int dimension = codebook.dimension();
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
                            codebook.table().buffer(),
                            codes,
                            dimension,
                            (float) config.decay(),
                            (float) config.epsilon());
        }
        if (config.restartEvery() > 0 && step % config.restartEvery() == 0) {
            restart(z, stream, key);
        }
    }

    /** Puts vectors of a batch in the place of codes that hardly any vector chooses. */
    void restart(Tensor z, int stream, IntTensor key) {
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
                        codebook.table().buffer(),
                        z.shape().rows(),
                        codes(),
                        codebook.dimension(),
                        threshold,
                        1,
                        stream,
                        key.buffer());
    }

    @Override
    public void describe(Parameters into) {
        into.state("weight", codebook.table()).state("count", count).state("total", total);
    }
}
