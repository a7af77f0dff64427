package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.peer.Peers;
import java.util.Arrays;

/**
 * A table of codes that exponential moving averages move (arXiv 1711.00937, appendix A.1): N counts the vectors that choose a
 * code, m sums them, and the code is m / N, with Laplace smoothing of N.
 *
 * <p>N starts at 1 and m at the code itself. Started at N = 0, the first update divides by almost nothing: codes that
 * nobody chose blow up and the codebook collapses to a handful.
 *
 * <p>Its state is {@code embedding.weight}, the codes, named as those that are learned by gradient, and beside them the
 * averages {@code count} (N) and {@code total} (m).
 */
public final class MovingAverages implements Module, LearnsByItself {
    private final AverageSettings settings;
    private final Codebook codebook;
    private final Tensor count;
    private final Tensor total;
    private final CodeStarts starts;

    /** First codes from U(-1/K, 1/K), until {@link #start} puts vectors in their place. */
    MovingAverages(int codes, int dimension, AverageSettings settings, StartSettings starts, Initializer init) {
        this.settings = settings;
        Shape shape = Shape.of(codes, dimension);
        float[] first = init.uniform(shape, 1.0 / codes).toArray();
        float[] ones = new float[codes];
        Arrays.fill(ones, 1);
        codebook = new Codebook(init.engine().state(shape, first));
        count = init.engine().state(Shape.of(codes), ones);
        total = init.engine().state(shape, first);
        this.starts = new CodeStarts(starts, codebook.table(), count, total);
    }

    /** {@return the codes themselves, {@code [K,D]}} */
    public Codebook codebook() {
        return codebook;
    }

    @Override
    public void start(Tensor z, int stream, IntTensor key, Peers peers) {
        starts.first(z, stream, key, peers);
    }

    @Override
    public Tensor chosenFor(Tensor z, IntTensor indices) {
        return z;
    }

    @Override
    public Statistics statistics(Tensor vectors, IntTensor indices) {
        return Statistics.of(vectors, indices, codebook.codes());
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
                        codebook.codes(),
                        codebook.dimension(),
                        (float) settings.decay(),
                        (float) settings.epsilon());
    }

    @Override
    public boolean restartsAt(long step) {
        return starts.settings().restartsAt(step);
    }

    @Override
    public void restart(Tensor vectors, int stream, IntTensor key, Peers peers) {
        starts.again(vectors, stream, key, peers);
    }

    @Override
    public void describe(Parameters into) {
        into.state("embedding.weight", codebook.table())
                .formerly("embedding.weight", "weight")
                .state("count", count)
                .state("total", total);
    }
}
