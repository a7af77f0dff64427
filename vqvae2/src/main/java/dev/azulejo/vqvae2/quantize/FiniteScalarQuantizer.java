package dev.azulejo.vqvae2.quantize;

import static dev.azulejo.engine.backend.UnaryFunction.ROUND;
import static dev.azulejo.engine.backend.UnaryFunction.TANH;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Parameters;
import dev.azulejo.nn.config.Kind;
import dev.azulejo.nn.config.Schema;
import dev.azulejo.nn.config.Setting;
import dev.azulejo.nn.message.UserException;
import java.util.List;

/**
 * Finite scalar quantization (Mentzer et al. 2023, arXiv 2309.15505): element i of a vector is squeezed into an interval of
 * L_i whole numbers by tanh, and rounded. There is no table to learn and no loss; every combination of the numbers is a code,
 * whose index has them as digits, the first the least. A code's vector is its numbers divided by floor(L_i / 2): within [-1, 1].
 */
public final class FiniteScalarQuantizer implements VectorQuantizer {
    private final FiniteScale scale;
    private final Codebook implied;

    /**
     * The settings of finite scalar quantization.
     *
     * @param fsqLevels how many values each element of a code has
     */
    @Kind(value = "fsq", help = "no table: each element is rounded to one of a few values")
    public record Config(
            @Setting(
                    value = "8,5,5,5",
                    min = 3,
                    max = 255,
                    help = "values of each element of a code, for all levels; their product is the number of codes,"
                            + " their count stands in for code_dim")
            List<Integer> fsqLevels)
            implements QuantizerConfig {
        /** Checks the numbers. */
        public Config {
            Schema.check(Config.class, fsqLevels);
            fsqLevels = List.copyOf(fsqLevels);
            if (fsqLevels.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > 1 << 16) {
                throw new UserException("fsq_levels: expected a product of at most " + (1 << 16) + ", which is the"
                        + " number of codes, found more");
            }
        }

        @Override
        public List<Integer> codes() {
            return List.of(fsqLevels.stream().reduce(1, (a, b) -> a * b));
        }

        @Override
        public List<Integer> codeDim() {
            return List.of(fsqLevels.size());
        }

        @Override
        public VectorQuantizer create(int level, Initializer init) {
            return new FiniteScalarQuantizer(init.engine(), fsqLevels);
        }
    }

    /**
     * A quantizer.
     *
     * @param engine where it lives
     * @param levels how many values each element of a code has, 3 or more
     */
    public FiniteScalarQuantizer(Engine engine, List<Integer> levels) {
        scale = FiniteScale.of(engine, levels);
        implied = new Codebook(scale.table(levels));
    }

    /** {@return how each element of a vector becomes a digit} */
    public FiniteScale scale() {
        return scale;
    }

    @Override
    public Codebook codebook() {
        return implied;
    }

    @Override
    public Quantized quantize(Tensor z) {
        Tensor bounded = bounded(z);
        IntTensor indices = indices(bounded);
        Tensor values = bounded.times(scale.step()).straightThrough(lookup(indices));
        return new Quantized(values, indices, z.engine().zeros(Shape.SCALAR));
    }

    @Override
    public IntTensor encode(Tensor z) {
        return indices(bounded(z));
    }

    private Tensor bounded(Tensor z) {
        implied.requireDimension(z);
        return z.plus(scale.shift()).apply(TANH).times(scale.bound()).minus(scale.offset());
    }

    private IntTensor indices(Tensor bounded) {
        Tensor digits = bounded.detach().apply(ROUND).plus(scale.middle());
        return digits.times(scale.radix())
                .sum(-1)
                .toInts()
                .reshape(bounded.shape().withoutChannels());
    }

    @Override
    public void describe(Parameters into) {} // Nothing is learned.
}
