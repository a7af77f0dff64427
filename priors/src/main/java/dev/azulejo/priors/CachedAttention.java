package dev.azulejo.priors;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Functions;
import dev.azulejo.engine.Products;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import java.util.Arrays;

/**
 * A {@link CausalAttention} in sampling: keys and values of a position are appended once its code is known, and a query
 * looks at what is there. The shapes stay the same, so that buffers are used again; what is not there yet is masked.
 */
final class CachedAttention {
    /** Added to the score of a position that is not there yet: its weight is exactly 0. */
    private static final float NOT_YET = -1e30f;

    private final CausalAttention attention;
    private final int count;
    private final int positions;
    private final int size;
    private final Tensor keys;
    private final Tensor values;
    private final Tensor mask;
    /** The right stream at the position before: its key waits for its code. */
    private final Tensor before;

    CachedAttention(Engine engine, CodePrior prior, CausalAttention attention, int count) {
        this.attention = attention;
        this.count = count;
        this.positions = prior.grid().positions();
        this.size = prior.config().attentionChannels() / attention.heads();
        Shape memory = Shape.of(count * attention.heads(), positions, size);
        this.keys = engine.zeros(memory);
        this.values = engine.zeros(memory);
        float[] none = new float[positions];
        Arrays.fill(none, NOT_YET);
        this.mask = engine.tensor(Shape.of(positions), none);
        this.before = engine.zeros(Shape.of(count, 1, 1, prior.config().hidden()));
    }

    /**
     * A position of the right stream plus what it attends to.
     *
     * @param v {@code [N,1,1,C]}
     * @param position its number
     * @param embedded the embedded code of the position before, {@code [N,1,1,C]}
     * @return {@code [N,1,1,C]}
     */
    Tensor position(Tensor v, int position, Tensor embedded) {
        if (position > 0) {
            remember(position - 1, embedded);
        }
        Tensor seen = v.elu();
        Columns.put(seen, before, 0);
        if (position == 0) {
            return attention.finish(v, v.engine().zeros(Shape.of(count * attention.heads(), 1, size)));
        }
        Tensor query = attention.split(at(attention.query().forward(seen), attention.queryPositions(), position));
        Tensor scores = Products.matmul(query, keys, false, true).scale(attention.scale());
        Tensor weights = Functions.softmax(Functions.addRows(scores, mask));
        return attention.finish(v, Products.matmul(weights, values, false, false));
    }

    private void remember(int position, Tensor embedded) {
        Tensor memory = attention.memory().forwardPlus(before, attention.codes().forward(embedded));
        Tensor pair = at(memory, attention.memoryPositions(), position);
        int inner = pair.shape().channels() / 2;
        Columns.put(attention.split(Functions.slice(pair, 0, inner)), keys, position * size);
        Columns.put(attention.split(Functions.slice(pair, inner, 2 * inner)), values, position * size);
        keys.engine().backend().memory().write(new float[] {0}, 0, mask.buffer(), position, 1);
    }

    /** {@code [N,1,1,channels]} plus one row of a table, as {@code [N,1,channels]}. */
    private Tensor at(Tensor x, Tensor table, int position) {
        int channels = table.shape().channels();
        return Functions.addRows(x, CachedWalk.tableRow(table, position, 1)).reshape(Shape.of(count, 1, channels));
    }
}
