package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.peer.Peers;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual quantization (Lee et al. 2022, arXiv 2203.01941, section 3.1): Q codes per position, each the nearest to what those
 * before it leave over, and together a vector that is their sum. All of them are from one table, as in the paper, which moving
 * averages move: one embedding and one softmax do for a prior, and no depth has codes that lie idle. The loss is the mean over
 * the depths of beta |z - sg[sum of the codes so far]|².
 */
public final class ResidualQuantizer implements VectorQuantizer, LearnsByItself {
    private final EmaQuantizer codes;
    private final Config config;

    /**
     * The settings of residual quantization.
     *
     * @param codebook its table, of all depths
     * @param averages how its codes move
     * @param depth Q, codes per position
     */
    @Kind(
            value = "residual",
            help = "several codes of moving averages per position, each of what those before leave over")
    public record Config(
            CodebookSettings codebook,
            AverageSettings averages,

            @Setting(value = "2", min = 2, max = 32, help = "codes per position")
            int depth)
            implements TableConfig {
        /** Checks the numbers. */
        public Config {
            Schema.check(Config.class, codebook, averages, depth);
        }

        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new ResidualQuantizer(codes(level), dimension(level), this, init);
        }
    }

    /**
     * A quantizer with its first codes.
     *
     * @param codes K, number of codes
     * @param dimension D, elements of a code
     * @param config how many codes a position has, and how fast they move
     * @param init draws the codes
     */
    public ResidualQuantizer(int codes, int dimension, Config config, Initializer init) {
        this.codes =
                new EmaQuantizer(codes, dimension, new EmaQuantizer.Config(config.codebook(), config.averages()), init);
        this.config = config;
    }

    /** {@return the codes of all depths, {@code [K,D]}} */
    public Codebook codebook() {
        return codes.codebook();
    }

    @Override
    public int codes() {
        return codes.codes();
    }

    @Override
    public int depth() {
        return config.depth();
    }

    @Override
    public Quantized quantize(Tensor z) {
        IntTensor indices = encode(z);
        Tensor sum = null;
        Tensor loss = null;
        for (Tensor vector : vectors(indices)) {
            sum = sum == null ? vector : sum.plus(vector);
            Tensor error = sum.meanSquaredError(z);
            loss = loss == null ? error : loss.plus(error);
        }
        CodebookSettings settings = config.codebook();
        float weight = (float) (settings.beta() / depth());
        return new Quantized(settings.estimator().pass(z, sum), indices, loss.scale(weight));
    }

    @Override
    public IntTensor encode(Tensor z) {
        Tensor[] chosen = new Tensor[depth()];
        Tensor rest = z.detach();
        for (int q = 0; q < chosen.length; q++) {
            IntTensor nearest = codebook().nearest(rest);
            chosen[q] = nearest.toFloats().reshape(rest.shape().withChannels(1));
            rest = rest.minus(codebook().lookup(nearest));
        }
        return Tensor.concat(chosen).toInts();
    }

    @Override
    public Tensor lookup(IntTensor indices) {
        return vectors(indices).stream().reduce(Tensor::plus).orElseThrow();
    }

    /** The vectors of every depth, {@code [N,H,W,D]} each. */
    private List<Tensor> vectors(IntTensor indices) {
        int d = codebook().dimension();
        Tensor side = codebook().lookup(indices).reshape(indices.shape().withChannels(depth() * d));
        List<Tensor> vectors = new ArrayList<>();
        for (int q = 0; q < depth(); q++) {
            vectors.add(side.slice(q * d, (q + 1) * d));
        }
        return vectors;
    }

    /** {@return what each code was chosen for, one vector after the other: z, and what the codes before leave of it} */
    @Override
    public Tensor chosenFor(Tensor z, IntTensor indices) {
        List<Tensor> rests = new ArrayList<>(List.of(z.detach()));
        vectors(indices).forEach(vector -> rests.add(rests.getLast().minus(vector)));
        rests.removeLast();
        return Tensor.concat(rests.toArray(Tensor[]::new))
                .reshape(Shape.of(z.shape().rows() * depth(), codebook().dimension()));
    }

    /** Vectors of the batch first; then, so that the table has short ones too, what these leave over as well. */
    @Override
    public void start(Tensor z, int stream, IntTensor key, Peers peers) {
        codes.start(z, stream, key, peers);
        codes.start(chosenFor(z, encode(z)), stream, key, peers);
    }

    @Override
    public Statistics statistics(Tensor vectors, IntTensor indices) {
        return codes.statistics(vectors, indices);
    }

    @Override
    public void move(Statistics statistics) {
        codes.move(statistics);
    }

    @Override
    public void restart(Tensor vectors, int stream, IntTensor key, Peers peers) {
        codes.restart(vectors, stream, key, peers);
    }

    @Override
    public boolean restartsAt(long step) {
        return codes.restartsAt(step);
    }

    @Override
    public void describe(Parameters into) {
        codes.describe(into);
    }
}
