package dev.azulejo.nn;

import dev.azulejo.engine.IntTensor;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;

/**
 * A table of rows looked up by index, as PyTorch's {@code Embedding}.
 *
 * @param weight {@code [entries, channels]}
 */
public record Embedding(Tensor weight) implements Module {
    /**
     * A table of standard normal values, PyTorch's default.
     *
     * @param entries rows
     * @param channels elements a row
     * @param init draws the first values
     * @return the table
     */
    public static Embedding of(int entries, int channels, Initializer init) {
        return new Embedding(init.normal(Shape.of(entries, channels), 1));
    }

    /**
     * Looks rows up.
     *
     * @param indices any shape, each in [0, entries)
     * @return {@code [..., channels]}
     */
    public Tensor forward(IntTensor indices) {
        return weight.gather(indices);
    }

    @Override
    public void describe(Parameters into) {
        into.learned("weight", weight, Layout.PLAIN);
    }
}
