package dev.azulejo.vqvae2.quantize;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The constants of finite scalar quantization, {@code [D]} each. An element x of a vector becomes the digit
 * round(bound tanh(x + shift) - offset) + middle of the place radix; the element of the code's vector is that number before
 * middle was added, times step.
 *
 * @param shift makes 0 stay 0
 * @param bound half the width of the interval
 * @param offset 1/2 for an even number of values, which has none in the middle
 * @param middle the digit of the number 0
 * @param step the distance of two values
 * @param radix what the digit counts in the index
 */
public record FiniteScale(Tensor shift, Tensor bound, Tensor offset, Tensor middle, Tensor step, Tensor radix) {
    private static final double EPSILON = 1e-3; // Keeps the ends of tanh from rounding to numbers beyond the interval.

    /** Of elements with so many values each. */
    static FiniteScale of(Engine engine, List<Integer> levels) {
        float[] radix = new float[levels.size()];
        int codes = 1;
        for (int i = 0; i < radix.length; i++) {
            radix[i] = codes;
            codes *= levels.get(i);
        }
        return new FiniteScale(
                each(engine, levels, n -> Math.log((bound(n) + offset(n)) / (bound(n) - offset(n))) / 2), // artanh
                each(engine, levels, FiniteScale::bound),
                each(engine, levels, FiniteScale::offset),
                each(engine, levels, FiniteScale::middle),
                each(engine, levels, n -> 1f / middle(n)),
                engine.state(Shape.of(radix.length), radix));
    }

    private static double bound(int values) {
        return (values - 1) * (1 - EPSILON) / 2;
    }

    private static double offset(int values) {
        return values % 2 == 0 ? 0.5 : 0;
    }

    private static int middle(int values) {
        return values / 2;
    }

    private static Tensor each(Engine engine, List<Integer> levels, ToDoubleFunction<Integer> constant) {
        float[] values = new float[levels.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) constant.applyAsDouble(levels.get(i));
        }
        return engine.state(Shape.of(values.length), values);
    }

    /** The vectors of all codes, {@code [K,D]}. */
    Tensor table(List<Integer> levels) {
        int d = levels.size();
        int codes = levels.stream().reduce(1, (a, b) -> a * b);
        float[] middles = middle.toArray();
        float[] steps = step.toArray();
        float[] places = radix.toArray();
        float[] table = new float[codes * d];
        for (int i = 0; i < table.length; i++) {
            int digit = i / d / (int) places[i % d] % levels.get(i % d);
            table[i] = (digit - middles[i % d]) * steps[i % d];
        }
        return radix.engine().state(Shape.of(codes, d), table);
    }
}
