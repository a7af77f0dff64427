package dev.azulejo.vqvae2.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.azulejo.engine.Backends;
import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.random.Philox;
import dev.azulejo.vqvae2.quantize.VectorQuantizer.Quantized;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Finite scalar quantization against the equations of the paper, by hand in double precision. */
class FiniteScalarProperties {
    private static final int ROWS = 40;

    @Property(tries = 40)
    void elementsAreSqueezedRoundedAndCountedAsDigits(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 3, max = 9) Integer> levels, @ForAll int seed) {
        int d = levels.size();
        float[] z = wide(d, seed);
        float[] upstream = wide(d, seed + 1);
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            FiniteScalarQuantizer quantizer = new FiniteScalarQuantizer(engine, levels);
            Tensor latents = engine.parameter(Shape.of(1, ROWS, 1, d), z);
            try (Tape tape = engine.tape()) {
                Quantized q = quantizer.quantize(latents);
                float[] values = q.values().toArray();
                int[] indices = q.indices().toArray();
                assertThat(q.loss().item()).isZero();
                tape.backward(q.values()
                        .times(engine.tensor(latents.shape(), upstream))
                        .sum());
                float[] gradient = tape.gradient(latents).toArray();
                for (int row = 0; row < ROWS; row++) {
                    int index = indices[row];
                    for (int i = 0; i < d; i++) {
                        int l = levels.get(i);
                        int middle = l / 2;
                        double half = (l - 1) * 0.999 / 2;
                        double offset = l % 2 == 0 ? 0.5 : 0;
                        double shift = Math.log((1 + offset / half) / (1 - offset / half)) / 2;
                        double squeezed = Math.tanh(z[row * d + i] + shift);
                        double bounded = half * squeezed - offset;
                        int number = index % l - middle;
                        index /= l;
                        assertThat(Math.abs(bounded - number))
                                .as("the nearest number")
                                .isLessThan(0.5 + 1e-5);
                        assertThat(values[row * d + i])
                                .isCloseTo((float) number / middle, within(1e-6f))
                                .isBetween(-1f, 1f);
                        double slope = half * (1 - squeezed * squeezed) / middle;
                        assertThat((double) gradient[row * d + i])
                                .as("straight through the rounding, not through tanh")
                                .isCloseTo(upstream[row * d + i] * slope, within(2e-5));
                    }
                    assertThat(index).as("no digit is left").isZero();
                }
            }
        }
    }

    @Property(tries = 20)
    void everyCodeIsReachedAndZeroIsTheMiddle(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 3, max = 8) Integer> levels) {
        int d = levels.size();
        try (Engine engine = new Engine(Backends.choose("vector", 1))) {
            FiniteScalarQuantizer quantizer = new FiniteScalarQuantizer(engine, levels);
            int codes = levels.stream().reduce(1, (a, b) -> a * b);
            assertThat(quantizer.codes()).isEqualTo(codes);
            assertThat(quantizer.parameters()).isEmpty();
            float[] z = new float[codes * d];
            for (int i = 0; i < z.length; i++) {
                int l = levels.get(i % d);
                int middle = l / 2;
                int digit = i / d / levels.subList(0, i % d).stream().reduce(1, (a, b) -> a * b) % l;
                double half = (l - 1) * 0.999 / 2;
                double offset = l % 2 == 0 ? 0.5 : 0;
                // The squeezing undone; the number at an end is never reached, a bit within is.
                double inside = Math.clamp((digit - middle + offset) / half, -0.999, 0.999);
                double shift = Math.log((1 + offset / half) / (1 - offset / half)) / 2;
                z[i] = (float) (Math.log((1 + inside) / (1 - inside)) / 2 - shift);
            }
            assertThat(quantizer
                            .encode(engine.tensor(Shape.of(codes, 1, 1, d), z))
                            .toArray())
                    .isEqualTo(IntStream.range(0, codes).toArray());
            int zero = quantizer.encode(engine.zeros(Shape.of(1, 1, 1, d))).toArray()[0];
            assertThat(quantizer.lookup(engine.ints(Shape.of(1, 1, 1), zero)).toArray())
                    .containsOnly(0f);
        }
    }

    private static float[] wide(int d, int seed) {
        float[] values = new float[ROWS * d];
        Philox.normals(seed, 3, 0, 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return values;
    }
}
