package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Buffer;
import dev.azulejo.nn.Embedding;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.peer.Peers;
import java.util.List;

/**
 * A codebook of directions, learned by gradient (Yu et al. 2021, arXiv 2110.04627, section 3.2): vectors and codes are
 * scaled to length 1, so that the nearest code is the one of the largest cosine, and long vectors have no say in which codes
 * are used. The loss is that of {@link GradientQuantizer} over the scaled ones.
 *
 * <p>Its parameter is {@code embedding.weight}, of any length. Codes that start at vectors of a batch have length 1: a step of
 * Adam turns them by little, where it would throw codes of U(-1/K, 1/K) about. Its state {@code count} is a moving average of
 * how many vectors choose each code, so that idle ones start again.
 */
public final class CosineQuantizer implements VectorQuantizer, LearnsByItself {
    /** How far the average counts move in a step. */
    private static final float SHARE = 0.05f;

    private final Embedding embedding;
    private final CodebookSettings settings;
    private final Tensor share;
    private final CodeStarts starts;

    /**
     * The settings of codebooks of directions.
     *
     * @param codebook its table
     * @param starts where its codes start
     */
    @Kind(value = "cosine", help = "directions learned by gradient, the nearest by angle")
    public record Config(CodebookSettings codebook, StartSettings starts) implements TableConfig {
        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new CosineQuantizer(codes(level), dimension(level), this, init);
        }
    }

    /**
     * A quantizer whose first codes are from U(-1/K, 1/K), until {@link #start} puts vectors in their place.
     *
     * @param codes K, number of codes
     * @param dimension D, elements of a code
     * @param config what else there is to it
     * @param init draws the codes
     */
    public CosineQuantizer(int codes, int dimension, Config config, Initializer init) {
        embedding = new Embedding(init.uniform(Shape.of(codes, dimension), 1.0 / codes));
        settings = config.codebook();
        share = init.engine().state(Shape.of(1), SHARE);
        starts = CodeStarts.of(config.starts(), embedding.weight());
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
    public void start(Tensor z, int stream, IntTensor key, Peers peers) {
        starts.first(Estimator.unit(z), stream, key, peers);
    }

    /** {@return the directions of the vectors} */
    @Override
    public Tensor chosenFor(Tensor z, IntTensor indices) {
        return Estimator.unit(z.detach());
    }

    @Override
    public Statistics statistics(Tensor vectors, IntTensor indices) {
        return Statistics.of(vectors, indices, codes());
    }

    /** Moves the counts alone; codes move by their gradient. */
    @Override
    public void move(Statistics statistics) {
        List<Buffer> moved = List.of(starts.count().buffer());
        List<Buffer> towards = List.of(statistics.counts().buffer());
        share.engine().backend().optimizers().average(moved, towards, List.of(codes()), share.buffer());
    }

    @Override
    public void restart(Tensor vectors, int stream, IntTensor key, Peers peers) {
        starts.again(vectors, stream, key, peers);
    }

    @Override
    public boolean restartsAt(long step) {
        return starts.settings().restartsAt(step);
    }

    @Override
    public void describe(Parameters into) {
        into.child("embedding", embedding).state("count", starts.count());
    }
}
