package dev.azulejo.engine.cpu.vector.attention;

import dev.azulejo.engine.backend.AttentionKernels.Shape;
import dev.azulejo.engine.cpu.vector.elementwise.VectorDropout;
import dev.azulejo.engine.cpu.vector.gemm.Tile;

/** Dropout of an item's weights, a row at a time: the words of a row are drawn once and used for weights and gradient. */
public final class WeightDropout {
    private final Shape shape;
    private final long item;
    private final int[] key;
    private final int threshold;
    private final float keep;
    private final int[] words;
    private int skipped;

    WeightDropout(Shape shape, int item, int[] key) {
        this.shape = shape;
        this.item = (long) key[3] * shape.batch() + item; // Of the whole.
        this.key = key;
        this.threshold = VectorDropout.threshold(shape.rate());
        this.keep = 1 - shape.rate();
        this.words = new int[Tile.roundUp(shape.positions(), VectorDropout.STEP) + VectorDropout.STEP];
    }

    /** Draws the first words of a row of weights. */
    void draw(int row, int count) {
        long first = (item * shape.positions() + row) * shape.positions();
        skipped = VectorDropout.draw(first, count, key, shape.stream(), words);
    }

    /** Drops of what was drawn for, the row's first elements, in place. */
    void drop(float[] x, int at, int count) {
        VectorDropout.drop(x, at, x, at, count, threshold, keep, words, skipped);
    }
}
