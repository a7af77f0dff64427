package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.priors.CausalAttention;

/**
 * The weights of a {@link CausalAttention} as a position needs them: the biases within the tables of positions, the scale of
 * the scores within the query, and the weights of the horizontal stack above those of the code, for one product.
 *
 * @param query {@code [C, A]}
 * @param key {@code [2C, A]}
 * @param value {@code [2C, A]}
 * @param queryTable {@code [positions, A]}
 * @param keyTable {@code [positions, A]}
 * @param valueTable {@code [positions, A]}
 */
record FoldedAttention(Tensor query, Tensor key, Tensor value, Tensor queryTable, Tensor keyTable, Tensor valueTable) {
    static FoldedAttention of(CausalAttention attention) {
        int inner = attention.queryPositions().shape().channels();
        float scale = attention.scale();
        Tensor queryTable = attention.queryPositions().plus(attention.query().bias());
        Tensor bias = attention.memory().bias().plus(attention.codes().bias());
        Tensor table = attention.memoryPositions().plus(bias);
        Tensor stacked = stacked(attention.memory().weight(), attention.codes().weight());
        return new FoldedAttention(
                attention.query().weight().scale(scale),
                stacked.slice(0, inner),
                stacked.slice(inner, 2 * inner),
                queryTable.scale(scale),
                table.slice(0, inner),
                table.slice(inner, 2 * inner));
    }

    private static Tensor stacked(Tensor upper, Tensor lower) {
        Engine engine = upper.engine();
        int size = upper.shape().size();
        int channels = upper.shape().channels();
        Tensor both = engine.allocate(Shape.of(2 * size / channels, channels));
        var memory = engine.backend().memory();
        memory.copy(upper.buffer(), 0, both.buffer(), 0, size);
        memory.copy(lower.buffer(), 0, both.buffer(), size, size);
        return both;
    }
}
