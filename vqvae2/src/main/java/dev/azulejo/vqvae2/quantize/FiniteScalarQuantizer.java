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
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finite scalar quantization (Mentzer et al. 2023, arXiv 2309.15505): element i of a vector is squeezed into an interval of
 * L_i whole numbers by tanh, and rounded. There is no table to learn and no loss; every combination of the numbers is a code,
 * whose index has them as digits, the first the least. A code's vector is its numbers divided by floor(L_i / 2): within [-1, 1].
 */
public final class FiniteScalarQuantizer implements VectorQuantizer {
    private static final double EPSILON = 1e-3; // Keeps the ends of tanh from rounding to numbers beyond the interval.

    private final List<Scale> scales;
    private final Tensor shift;
    private final Tensor bound;
    private final Tensor offset;
    private final Tensor middle;
    private final Tensor step;
    private final Tensor radix;
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
     * How an element of a vector becomes a digit: round(bound tanh(x + shift) - offset) + middle, of the place radix. The
     * element of the code's vector is that number before middle was added, times step.
     *
     * @param shift makes 0 stay 0
     * @param bound half the width of the interval
     * @param offset 1/2 for an even number of values, which has none in the middle
     * @param middle the digit of the number 0
     * @param step the distance of two values
     * @param radix what the digit counts in the index
     */
    public record Scale(float shift, float bound, float offset, float middle, float step, float radix) {
        private static List<Scale> of(List<Integer> levels) {
            List<Scale> scales = new ArrayList<>();
            int codes = 1;
            for (int values : levels) {
                double half = (values - 1) * (1 - EPSILON) / 2;
                double aside = values % 2 == 0 ? 0.5 : 0;
                double shift = Math.log((half + aside) / (half - aside)) / 2; // artanh(aside / half): 0 becomes 0
                float middle = Math.floorDiv(values, 2);
                scales.add(new Scale((float) shift, (float) half, (float) aside, middle, 1 / middle, codes));
                codes *= values;
            }
            return List.copyOf(scales);
        }
    }

    /**
     * A quantizer.
     *
     * @param engine where it lives
     * @param levels how many values each element of a code has, 3 or more
     */
    public FiniteScalarQuantizer(Engine engine, List<Integer> levels) {
        scales = Scale.of(levels);
        int d = levels.size();
        int codes = levels.stream().reduce(1, (a, b) -> a * b);
        float[] table = new float[codes * d];
        for (int i = 0; i < table.length; i++) {
            Scale scale = scales.get(i % d);
            int digit = i / d / (int) scale.radix() % levels.get(i % d);
            table[i] = (digit - scale.middle()) * scale.step();
        }
        shift = state(engine, Scale::shift);
        bound = state(engine, Scale::bound);
        offset = state(engine, Scale::offset);
        middle = state(engine, Scale::middle);
        step = state(engine, Scale::step);
        radix = state(engine, Scale::radix);
        implied = new Codebook(engine.state(Shape.of(codes, d), table));
    }

    private Tensor state(Engine engine, ToDoubleFunction<Scale> of) {
        float[] values = new float[scales.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of.applyAsDouble(scales.get(i));
        }
        return engine.state(Shape.of(values.length), values);
    }

    /** {@return how each element of a vector becomes a digit} */
    public List<Scale> scales() {
        return scales;
    }

    /** {@return every code's vector, in the order of the indices: {@code [K,D]}} */
    public Codebook codebook() {
        return implied;
    }

    @Override
    public int codes() {
        return implied.codes();
    }

    @Override
    public Quantized quantize(Tensor z) {
        Tensor bounded = bounded(z);
        IntTensor indices = indices(bounded);
        Tensor values = bounded.times(step).straightThrough(lookup(indices));
        return new Quantized(values, indices, z.engine().zeros(Shape.SCALAR));
    }

    @Override
    public IntTensor encode(Tensor z) {
        return indices(bounded(z));
    }

    private Tensor bounded(Tensor z) {
        implied.requireDimension(z);
        return z.plus(shift).apply(TANH).times(bound).minus(offset);
    }

    private IntTensor indices(Tensor bounded) {
        Tensor digits = bounded.detach().apply(ROUND).plus(middle);
        return digits.times(radix).sum(-1).toInts().reshape(bounded.shape().withoutChannels());
    }

    @Override
    public Tensor lookup(IntTensor indices) {
        return implied.lookup(indices);
    }

    @Override
    public void describe(Parameters into) {} // Nothing is learned.
}
