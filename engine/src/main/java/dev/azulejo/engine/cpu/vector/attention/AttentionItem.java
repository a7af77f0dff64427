package dev.azulejo.engine.cpu.vector.attention;

import dev.azulejo.engine.backend.AttentionKernels.Shape;
import dev.azulejo.engine.cpu.vector.base.Lanes;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import dev.azulejo.engine.cpu.vector.rows.SoftmaxRows;
import java.util.Arrays;

/**
 * Attention of one item of the batch. Operands are copied into scratch once, transposed and not, with zeros up to whole
 * registers and tiles; then every product of a block of queries is one of {@link AttentionTile}.
 */
public final class AttentionItem {
    /** Queries of a block: three blocks of 1024 columns fit the second-level cache with keys and values beside them. */
    private static final int BLOCK = 16;

    private final Scratch scratch;
    private final Shape shape;
    private final int positions;
    private final int channels;
    private final int from;
    /** Distance of the rows of what has a column a position; no power of two, whose lines share a few places of a cache. */
    private final int stride;
    /** Distance of the rows of what has a column a channel. */
    private final int padded;

    private final WeightDropout dropout;

    AttentionItem(Scratch scratch, Shape shape, int item, int[] key) {
        this.scratch = scratch;
        this.shape = shape;
        this.positions = shape.positions();
        this.channels = shape.channels();
        this.from = item * positions * channels;
        this.stride = Tile.roundUp(positions, 2 * Lanes.COUNT) + Lanes.COUNT;
        this.padded = Tile.roundUp(Tile.roundUp(channels, Lanes.COUNT), AttentionTile.ROWS);
        this.dropout = shape.rate() == 0 ? null : new WeightDropout(shape, item, key);
    }

    void forward(float[] q, float[] k, float[] v, float[] out) {
        float[] keys = transposed(k);
        float[] values = copied(v, 0, positions, stride);
        float[] weights = scratch.take(BLOCK * stride);
        float[] found = scratch.take(BLOCK * padded);
        float[] row = scratch.take(stride + Lanes.COUNT);
        float[] lanes = new float[Lanes.COUNT];
        for (int first = 0; first < positions; first += BLOCK) {
            int count = Math.min(BLOCK, positions - first);
            int columns = columns(first + count - 1);
            float[] queries = copied(q, first, count, BLOCK);
            byColumns(queries, keys, weights, columns);
            for (int i = 0; i < count; i++) {
                int at = Scratch.START + i * stride;
                int open = open(first + i);
                softmax(weights, weights, at, open, row, lanes);
                if (dropout != null) {
                    dropout.draw(first + i, open);
                    dropout.drop(weights, at, open);
                }
                Arrays.fill(weights, at + open, at + columns, 0);
            }
            clear(weights, count, columns);
            byChannels(weights, values, found, columns);
            store(found, out, first, count);
            scratch.give(queries);
        }
        give(keys, values, weights, found, row);
    }

    void backward(float[] q, float[] k, float[] v, float[] dy, float[] dq, float[] dk, float[] dv) {
        float[] keys = transposed(k);
        float[] values = transposed(v);
        float[] keyRows = copied(k, 0, positions, stride);
        float[] keySums = cleared(padded * stride);
        float[] valueSums = cleared(padded * stride);
        float[] scores = scratch.take(BLOCK * stride);
        float[] weights = scratch.take(BLOCK * stride);
        float[] slopes = scratch.take(BLOCK * stride);
        float[] found = scratch.take(BLOCK * padded);
        float[] row = scratch.take(stride + Lanes.COUNT);
        float[] lanes = new float[Lanes.COUNT];
        for (int first = 0; first < positions; first += BLOCK) {
            int count = Math.min(BLOCK, positions - first);
            int columns = columns(first + count - 1);
            float[] queries = copied(q, first, count, BLOCK);
            float[] above = copied(dy, first, count, BLOCK);
            byColumns(queries, keys, scores, columns);
            byColumns(above, values, slopes, columns);
            for (int i = 0; i < count; i++) {
                int at = Scratch.START + i * stride;
                int open = open(first + i);
                softmax(scores, weights, at, open, row, lanes);
                if (dropout != null) {
                    dropout.draw(first + i, open);
                    dropout.drop(slopes, at, open);
                }
                float dot = SoftmaxRows.dot(weights, slopes, at, open, lanes);
                SoftmaxRows.softmaxGradient(weights, slopes, dot, scores, at, open); // Of the scores now.
                if (dropout != null) {
                    dropout.drop(weights, at, open);
                }
                Arrays.fill(weights, at + open, at + columns, 0);
                Arrays.fill(scores, at + open, at + columns, 0);
            }
            clear(weights, count, columns);
            clear(scores, count, columns);
            byChannels(scores, keyRows, found, columns);
            store(found, dq, first, count);
            addByPositions(queries, scores, keySums, columns);
            addByPositions(above, weights, valueSums, columns);
            scratch.give(queries);
            scratch.give(above);
        }
        storeTransposed(keySums, dk);
        storeTransposed(valueSums, dv);
        give(keys, values, keyRows, keySums, valueSums, scores, weights, slopes, found, row);
    }

    /** {@return how many columns a query sees} */
    private int open(int query) {
        return query + (shape.strict() ? 0 : 1);
    }

    private int columns(int lastQuery) {
        return Tile.roundUp(open(lastQuery), 2 * Lanes.COUNT);
    }

    private static void softmax(float[] scores, float[] weights, int at, int open, float[] row, float[] lanes) {
        float max = SoftmaxRows.max(scores, at, open);
        float sum = SoftmaxRows.exponentials(scores, at, open, max, row, lanes);
        SoftmaxRows.scale(1 / sum, row, weights, at, open);
    }

    /** {@code [BLOCK][channels]} times {@code [channels][positions]}. */
    private void byColumns(float[] rows, float[] columns, float[] out, int count) {
        AttentionTile.multiply(
                rows,
                Scratch.START,
                padded,
                1,
                columns,
                Scratch.START,
                stride,
                out,
                Scratch.START,
                stride,
                BLOCK,
                count,
                channels,
                false);
    }

    /** {@code [BLOCK][positions]} times {@code [positions][channels]}. */
    private void byChannels(float[] weights, float[] rows, float[] out, int depth) {
        AttentionTile.multiply(
                weights,
                Scratch.START,
                stride,
                1,
                rows,
                Scratch.START,
                padded,
                out,
                Scratch.START,
                padded,
                BLOCK,
                padded,
                depth,
                false);
    }

    /** {@code [channels][BLOCK]}, given transposed, times {@code [BLOCK][positions]}, added. */
    private void addByPositions(float[] rows, float[] weights, float[] out, int columns) {
        AttentionTile.multiply(
                rows,
                Scratch.START,
                1,
                padded,
                weights,
                Scratch.START,
                stride,
                out,
                Scratch.START,
                stride,
                Tile.roundUp(channels, AttentionTile.ROWS),
                columns,
                BLOCK,
                true);
    }

    private float[] cleared(int size) {
        float[] array = scratch.take(size);
        Arrays.fill(array, Scratch.START, Scratch.START + size, 0);
        return array;
    }

    /** Rows of the item as {@code [rows][padded]}, zeros behind them. */
    private float[] copied(float[] x, int first, int count, int rows) {
        float[] copy = cleared(rows * padded);
        for (int i = 0; i < count; i++) {
            System.arraycopy(x, from + (first + i) * channels, copy, Scratch.START + i * padded, channels);
        }
        return copy;
    }

    /** The item as {@code [channels][stride]}, zeros behind its rows. */
    private float[] transposed(float[] x) {
        float[] copy = cleared(channels * stride);
        for (int c = 0; c < channels; c++) {
            int at = Scratch.START + c * stride;
            for (int i = 0; i < positions; i++) {
                copy[at + i] = x[from + i * channels + c];
            }
        }
        return copy;
    }

    private void store(float[] rows, float[] out, int first, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, Scratch.START + i * padded, out, from + (first + i) * channels, channels);
        }
    }

    private void storeTransposed(float[] sums, float[] out) {
        for (int c = 0; c < channels; c++) {
            int at = Scratch.START + c * stride;
            for (int i = 0; i < positions; i++) {
                out[from + i * channels + c] = sums[at + i];
            }
        }
    }

    /** Rows of a block that stand for no query. */
    private void clear(float[] block, int count, int columns) {
        for (int i = count; i < BLOCK; i++) {
            int at = Scratch.START + i * stride;
            Arrays.fill(block, at, at + columns, 0);
        }
    }

    private void give(float[]... arrays) {
        for (float[] array : arrays) {
            scratch.give(array);
        }
    }
}
