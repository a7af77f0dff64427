package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.peer.Peers;
import java.util.Arrays;

/**
 * A codebook of exponential moving averages (arXiv 1711.00937, appendix A.1): N counts the vectors that choose a code,
 * m sums them, and the code is m / N, with Laplace smoothing of N. Only the commitment loss beta |sg[e] - z|² remains.
 *
 * <p>N starts at 1 and m at the code itself. Started at N = 0, the first update divides by almost nothing: codes that
 * nobody chose blow up and the codebook collapses to a handful.
 *
 * <p>Its state is {@code embedding.weight}, the codes, named as those that are learned by gradient, and beside them the
 * averages {@code count} (N) and {@code total} (m).
 */
public final class EmaQuantizer implements VectorQuantizer, LearnsByItself {
    private final Config config;
    private final Codebook codebook;
    private final Tensor count;
    private final Tensor total;

    /**
     * The settings of codebooks of moving averages.
     *
     * @param codebook its table
     * @param averages how its codes move
     */
    @Kind(value = "ema", help = "codes that are moving averages of the vectors that choose them")
    public record Config(CodebookSettings codebook, AverageSettings averages) implements TableConfig {
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

    /** {@return the codes themselves, {@code [K,D]}} */
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
        return new Quantized(config.codebook().estimator().pass(z, e), indices, commitment.scale((float)
                config.codebook().beta()));
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
    public void start(Tensor z, int stream, IntTensor key, Peers peers) {
        if (config.averages().init() == CodebookInit.DATA) {
            replaceBelow(Float.POSITIVE_INFINITY, z, stream, key, peers);
        }
    }

    @Override
    public Tensor chosenFor(Tensor z, IntTensor indices) {
        return z;
    }

    @Override
    public Statistics statistics(Tensor vectors, IntTensor indices) {
        Engine engine = vectors.engine();
        int rows = vectors.shape().rows();
        Tensor counts = engine.allocate(count.shape());
        Tensor sums = engine.allocate(total.shape());
        engine.backend().codebooks().count(indices.buffer(), counts.buffer(), rows, codes());
        engine.backend()
                .layouts()
                .scatterAdd(vectors.buffer(), indices.buffer(), sums.buffer(), rows, codes(), codebook.dimension());
        return new Statistics(counts, sums);
    }

    @Override
    public void move(Statistics statistics) {
        statistics
                .counts()
                .engine()
                .backend()
                .codebooks()
                .movingAverage(
                        statistics.counts().buffer(),
                        statistics.sums().buffer(),
                        count.buffer(),
                        total.buffer(),
                        codebook.table().buffer(),
                        codes(),
                        codebook.dimension(),
                        (float) config.averages().decay(),
                        (float) config.averages().epsilon());
    }

    @Override
    public boolean restartsAt(long step) {
        return config.averages().restartEvery() > 0 && step % config.averages().restartEvery() == 0;
    }

    @Override
    public void restart(Tensor vectors, int stream, IntTensor key, Peers peers) {
        replaceBelow((float) config.averages().restartBelow(), vectors, stream, key, peers);
    }

    private void replaceBelow(float threshold, Tensor z, int stream, IntTensor key, Peers peers) {
        if (peers.size() > 1) {
            new PeerRestart(codebook.table(), count, total, peers)
                    .replaceBelow(threshold, z.toArray(), stream, key.toArray());
            return;
        }
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
        into.state("embedding.weight", codebook.table())
                .formerly("embedding.weight", "weight")
                .state("count", count)
                .state("total", total);
    }
}
