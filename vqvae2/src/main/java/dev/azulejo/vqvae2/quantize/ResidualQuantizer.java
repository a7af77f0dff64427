package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.peer.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Residual quantization (Lee et al. 2022, arXiv 2203.01941, section 3.1): Q codes per position, each the nearest to what those
 * before it leave over; their vectors are summed. One table serves all depths, so one embedding and one softmax do for a prior.
 * The loss is the mean over the depths of beta |z - sg[sum of the codes so far]|².
 */
public final class ResidualQuantizer implements AveragedQuantizer {
    private final MovingAverages averages;
    private final Config config;

    /**
     * The settings of residual quantization.
     *
     * @param codebook its table, of all depths
     * @param averages how its codes move
     * @param starts where they start
     * @param depth Q, codes per position
     */
    @Kind(value = "residual", help = "several codes per position, each of what those before leave over")
    public record Config(
            CodebookSettings codebook,
            AverageSettings averages,
            StartSettings starts,

            @Setting(value = "2", min = 2, max = 32, help = "codes per position")
            int depth)
            implements TableConfig {
        /** Checks the numbers. */
        public Config {
            Schema.check(Config.class, codebook, averages, starts, depth);
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
     * @param config what else there is to it
     * @param init draws the codes
     */
    public ResidualQuantizer(int codes, int dimension, Config config, Initializer init) {
        averages = new MovingAverages(codes, dimension, config.averages(), config.starts(), init);
        this.config = config;
    }

    @Override
    public MovingAverages averages() {
        return averages;
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
            loss = loss == null ? sum.meanSquaredError(z) : loss.plus(sum.meanSquaredError(z));
        }
        float weight = (float) (config.codebook().beta() / depth());
        return new Quantized(config.codebook().estimator().pass(z, sum), indices, loss.scale(weight));
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
        return IntStream.range(0, depth())
                .mapToObj(q -> side.slice(q * d, (q + 1) * d))
                .toList();
    }

    /** {@return what each code was chosen for, one vector after the other: z, and what the codes before leave of it} */
    @Override
    public Tensor chosenFor(Tensor z, IntTensor indices) {
        List<Tensor> rests = new ArrayList<>(List.of(z.detach()));
        vectors(indices).stream()
                .limit(depth() - 1)
                .forEach(vector -> rests.add(rests.getLast().minus(vector)));
        return Tensor.concat(rests.toArray(Tensor[]::new))
                .reshape(Shape.of(z.shape().rows() * depth(), codebook().dimension()));
    }

    /** Vectors of the batch first; then, so that the table has short ones too, what these leave over as well. */
    @Override
    public void start(Tensor z, int stream, IntTensor key, Peers peers) {
        averages.start(z, stream, key, peers);
        averages.start(chosenFor(z, encode(z)), stream, key, peers);
    }
}
