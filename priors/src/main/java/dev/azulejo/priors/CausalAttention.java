package dev.azulejo.priors;

import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.nn.Conv2d;
import dev.azulejo.nn.Initializer;
import dev.azulejo.nn.Layout;
import dev.azulejo.nn.Module;
import dev.azulejo.nn.Parameters;

/**
 * Causal multi-head attention in raster order, as PixelSNAIL's (arXiv 1712.09763, section 2.2): position i looks at all
 * j &lt; i. A key at j is made of the horizontal stack, of code j itself (which i may know) and of where j is; a query of the
 * horizontal stack at i and of where i is. The first position, which has nothing to look at, gets zero.
 *
 * @param query a 1x1 convolution C to A
 * @param memory a 1x1 convolution C to 2A: keys, then values
 * @param codes a 1x1 convolution C to 2A of the embedded codes
 * @param queryPositions {@code [positions, A]}
 * @param memoryPositions {@code [positions, 2A]}
 * @param output a 1x1 convolution A to 2C
 * @param heads number of heads
 */
public record CausalAttention(
        Conv2d query,
        Conv2d memory,
        Conv2d codes,
        Tensor queryPositions,
        Tensor memoryPositions,
        Conv2d output,
        int heads)
        implements Module {
    private static final double POSITION_DEVIATION = 0.1;

    static CausalAttention of(PriorConfig config, int positions, Initializer init) {
        int channels = config.hidden();
        int inner = config.attentionChannels();
        return new CausalAttention(
                Conv2d.of(channels, inner, 1, 1, 0, init),
                Conv2d.of(channels, 2 * inner, 1, 1, 0, init),
                Conv2d.of(channels, 2 * inner, 1, 1, 0, init),
                init.normal(Shape.of(positions, inner), POSITION_DEVIATION),
                init.normal(Shape.of(positions, 2 * inner), POSITION_DEVIATION),
                Conv2d.of(inner, 2 * channels, 1, 1, 0, init),
                config.heads());
    }

    /** x plus what it attends to; x and the embedded codes are {@code [N,H,W,C]}. */
    Tensor forward(Tensor x, Tensor embedded, Dropout dropout) {
        Tensor seen = x.elu();
        // The query is scaled, not the scores: they are positions / channels of a head times as many.
        Tensor queries = withPositions(query.forward(seen), queryPositions).scale(scale());
        Tensor memories = withPositions(memory.forwardPlus(seen, codes.forward(embedded)), memoryPositions);
        int inner = queries.shape().channels();
        Tensor keys = split(memories.slice(0, inner));
        Tensor values = split(memories.slice(inner, 2 * inner));
        return finish(x, dropout.attention(split(queries), keys, values));
    }

    /** {@return the factor of the scores, 1 / sqrt(channels of a head)} */
    public float scale() {
        return (float) (1 / Math.sqrt((double) query.weight().shape().channels() / heads));
    }

    /** Adds what was found, {@code [N heads, positions, A / heads]}, to x, {@code [N,H,W,C]}. */
    Tensor finish(Tensor x, Tensor found) {
        return x.plus(output.forward(merge(found, x.shape())).gate());
    }

    /** {@code [N,H,W,channels]} plus a table {@code [positions, channels]}, as {@code [N,positions,channels]}. */
    private static Tensor withPositions(Tensor x, Tensor table) {
        int n = x.shape().get(0);
        Tensor flat = x.reshape(Shape.of(n, table.shape().size()));
        Tensor sum = flat.plus(table.reshape(Shape.of(table.shape().size())));
        return sum.reshape(Shape.of(n, table.shape().get(0), table.shape().get(1)));
    }

    /** {@code [N,positions,A]} to {@code [N heads, positions, A / heads]}. */
    Tensor split(Tensor x) {
        int n = x.shape().get(0);
        int positions = x.shape().get(1);
        int size = x.shape().get(2) / heads;
        return x.reshape(Shape.of(n, positions, heads, size))
                .swapMiddle()
                .reshape(Shape.of(n * heads, positions, size));
    }

    /** {@code [N heads, positions, A / heads]} to {@code [N,H,W,A]}. */
    private Tensor merge(Tensor x, Shape like) {
        int positions = x.shape().get(1);
        int size = x.shape().get(2);
        return x.reshape(Shape.of(like.get(0), heads, positions, size))
                .swapMiddle()
                .reshape(like.withChannels(heads * size));
    }

    @Override
    public void describe(Parameters into) {
        into.child("query", query).child("memory", memory).child("codes", codes).child("output", output);
        into.learned("query_positions", queryPositions, Layout.PLAIN);
        into.learned("memory_positions", memoryPositions, Layout.PLAIN);
    }
}
