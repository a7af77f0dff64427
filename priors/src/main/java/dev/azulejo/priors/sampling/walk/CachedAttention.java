package dev.azulejo.priors.sampling.walk;

import dev.azulejo.engine.Engine;
import dev.azulejo.engine.Shape;
import dev.azulejo.engine.Tensor;
import dev.azulejo.engine.backend.Memory;
import dev.azulejo.priors.CausalAttention;
import java.util.List;

/**
 * A {@link CausalAttention} in sampling: keys and values of a position are appended once its code is known, and a query
 * looks at what is there.
 *
 * <p>A head has few channels (12 in preset {@code top}), fewer than a register has lanes: so positions are the last axis,
 * of keys and of values. That axis grows by {@link #GROWTH} positions at a time, and the few that are not there yet are
 * masked: half the work, on average, of looking at a whole grid.
 */
final class CachedAttention {
    private static final int GROWTH = 128;

    /** Added to the score of a position that is not there yet: its weight is exactly 0. */
    private static final float NOT_YET = -1e30f;

    private static final float[] THERE = {0};

    private final Engine engine;
    private final Memory memory;
    private final Tensor horizontal;
    private final int count;
    private final int heads;
    private final int inner;
    /** The horizontal stack at the position before, whose key waits for its code, and that code: {@code [N, 2C]}. */
    private final Tensor before;

    private final Tensor seen;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final Tensor found;
    /** Rows of tables with the biases added: {@code [positions, A]}, and one of them. */
    private final Tensor queryTable;

    private final Tensor keyTable;
    private final Tensor valueTable;
    private final Tensor queryBias;
    private final Tensor keyBias;
    private final Tensor valueBias;
    private final PositionProduct queries;
    private final PositionProduct newKey;
    private final PositionProduct newValue;
    private final PositionGate gate;

    private int capacity;
    /** {@code [N heads, A / heads, capacity]}. */
    private final GrowingColumns keys;

    private final GrowingColumns values;
    private final GrowingColumns mask;
    private final GrowingColumns weights;
    private PositionProduct scores;
    private PositionProduct sums;

    /** Attention over the horizontal stack, {@code [N,C]}, in place. */
    CachedAttention(Engine engine, CausalAttention attention, int count, Tensor horizontal) {
        this.engine = engine;
        this.memory = engine.backend().memory();
        this.horizontal = horizontal;
        this.count = count;
        this.heads = attention.heads();
        this.inner = attention.queryPositions().shape().channels();
        var folded = FoldedAttention.of(attention);
        int channels = horizontal.shape().channels();
        before = engine.zeros(Shape.of(count, 2 * channels));
        seen = engine.allocate(horizontal.shape());
        Shape row = Shape.of(count, inner);
        query = engine.allocate(row);
        key = engine.allocate(row);
        value = engine.allocate(row);
        found = engine.zeros(row);
        keys = new GrowingColumns(engine, count * inner, 0);
        values = new GrowingColumns(engine, count * inner, 0);
        mask = new GrowingColumns(engine, 1, NOT_YET);
        weights = new GrowingColumns(engine, count * heads, 0);
        queryTable = folded.queryTable();
        keyTable = folded.keyTable();
        valueTable = folded.valueTable();
        Shape bias = Shape.of(inner);
        queryBias = engine.allocate(bias);
        keyBias = engine.allocate(bias);
        valueBias = engine.allocate(bias);
        queries = PositionProduct.linear(seen, folded.query(), queryBias, null, query);
        newKey = PositionProduct.linear(before, folded.key(), keyBias, null, key);
        newValue = PositionProduct.linear(before, folded.value(), valueBias, null, value);
        gate = new PositionGate(
                found, attention.output().weight(), attention.output().bias(), null, horizontal);
    }

    /** Makes room for what a row will append; called with the scope of the whole walk open. */
    void reserve(int positions) {
        if (positions <= capacity) {
            return;
        }
        capacity = (positions + GROWTH - 1) / GROWTH * GROWTH;
        for (GrowingColumns each : List.of(keys, values, mask, weights)) {
            each.widen(capacity);
        }
        scores = PositionProduct.scores(query, keys, mask, weights);
        sums = PositionProduct.sums(weights, values, found);
    }

    /** Adds to the horizontal stack what a position attends to; embedded is the code of the one before, {@code [N,C]}. */
    void position(int position, Tensor embedded) {
        if (position > 0) {
            append(position - 1, embedded);
        }
        PositionGate.elu(horizontal, seen);
        ColumnCopy.put(seen, before, 0);
        if (position > 0) {
            memory.copy(queryTable.buffer(), position * inner, queryBias.buffer(), 0, inner);
            queries.run();
            scores.run();
            engine.backend().normalizations().softmax(weights.buffer(), weights.buffer(), count * heads, capacity);
            sums.run();
        }
        gate.run();
    }

    private void append(int position, Tensor embedded) {
        ColumnCopy.put(embedded, before, horizontal.shape().channels());
        memory.copy(keyTable.buffer(), position * inner, keyBias.buffer(), 0, inner);
        memory.copy(valueTable.buffer(), position * inner, valueBias.buffer(), 0, inner);
        newKey.run();
        newValue.run();
        keys.put(key, position);
        values.put(value, position);
        memory.write(THERE, 0, mask.buffer(), position, 1);
    }
}
