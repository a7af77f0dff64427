package dev.azulejo.engine.cpu.vector.gemm;

import static dev.azulejo.engine.cpu.vector.gemm.Tile.BLOCK_COLUMNS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.BLOCK_ROWS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.COLUMNS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.DEPTH;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.ROWS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.SIZE;

import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;

/**
 * A blocked matrix product in the manner of Goto and van de Geijn 2008 (doi 10.1145/1356052.1356053): packed panels of
 * the right matrix in the first-level cache, packed blocks of the left one in the second, sums of a tile in registers and
 * those of a task in scratch, stored once with the epilogue.
 *
 * <p>Usually the right matrix is packed once and shared, and tasks are blocks of the result. A result too small to make
 * enough tasks under a long sum (a gradient of weights) is cut along the sum as well; then each task packs its own part
 * of both, and partial results are added in order. The cut depends on the shape alone.
 */
public final class Product {
    /** Tasks that a shape should give if it can: enough for the threads of a desktop to share evenly. */
    private static final int TASKS = 16;

    /** Shortest part of a sum that is worth a task. */
    private static final int SHORTEST_PART = 1024;

    /** Multiply-adds that are not worth waking a thread for: about 10 microseconds. */
    private static final long SMALL = 1 << 18;

    /** Most floats of the right matrix that are packed at a time. */
    private static final long PACKED = 1 << 23;

    private final LeftOperand left;
    private final RightOperand right;
    private final Destination destination;
    private final int m;
    private final int n;
    private final int k;
    private final int blockRows;
    private final int rowBlocks;
    private final int blockColumns;
    private final int columnBlocks;
    private final int blockDepth;
    private final int depths;
    private final int parts;
    private final Scratch scratch;

    private Product(
            LeftOperand left, RightOperand right, Destination destination, int m, int n, int k, Scratch scratch) {
        this.left = left;
        this.right = right;
        this.destination = destination;
        this.m = m;
        this.n = n;
        this.k = k;
        this.scratch = scratch;
        int tiles = Math.ceilDiv(m, ROWS);
        int most = BLOCK_ROWS / ROWS;
        columnBlocks = Math.ceilDiv(n, BLOCK_COLUMNS);
        int wanted = Math.clamp((long) tiles * columnBlocks / (2 * TASKS), Math.min(4, most), most);
        rowBlocks = Math.ceilDiv(tiles, left.byColumns() ? most : wanted);
        blockRows = Math.ceilDiv(tiles, rowBlocks) * ROWS;
        blockColumns = Tile.roundUp(Math.ceilDiv(n, columnBlocks), COLUMNS);
        depths = Math.max(1, Math.ceilDiv(k, DEPTH));
        blockDepth = Math.ceilDiv(k, depths);
        parts = Math.clamp(TASKS / (rowBlocks * columnBlocks), 1, Math.max(1, k / SHORTEST_PART));
    }

    /**
     * Computes {@code left [m, k]} times {@code right [k, n]} and stores it.
     *
     * @param workers who runs the tasks
     * @param scratch where temporary arrays come from
     */
    public static void run(
            Workers workers,
            Scratch scratch,
            LeftOperand left,
            RightOperand right,
            Destination destination,
            int m,
            int n,
            int k) {
        if (m == 0 || n == 0) {
            return;
        }
        var product = new Product(left, right, destination, m, n, k, scratch);
        if ((long) m * n * k <= SMALL) {
            product.shared(null);
        } else if (product.parts > 1) {
            product.inParts(workers);
        } else {
            product.shared(workers);
        }
    }

    private static void run(Workers workers, int tasks, java.util.function.IntConsumer body) {
        if (workers == null) {
            for (int i = 0; i < tasks; i++) {
                body.accept(i);
            }
        } else {
            workers.run(tasks, body);
        }
    }

    /** Packs the right matrix once, some column blocks at a time if it is large, then computes blocks of the result. */
    private void shared(Workers workers) {
        int most = Math.clamp(PACKED / ((long) blockColumns * Math.max(1, k)), 1, columnBlocks);
        float[] packed = scratch.take(Math.max(1, most * blockColumns * k));
        for (int block = 0; block < columnBlocks; block += most) {
            shared(workers, packed, block * blockColumns, Math.min(most, columnBlocks - block));
        }
        scratch.give(packed);
    }

    private void shared(Workers workers, float[] packed, int start, int blocks) {
        int end = Math.min(n, start + blocks * blockColumns);
        run(workers, Math.ceilDiv(end - start, COLUMNS), panel -> {
            int n0 = start + panel * COLUMNS;
            right.pack(packed, Scratch.START + panel * COLUMNS * k, 0, k, n0, Math.min(n, n0 + COLUMNS));
        });
        run(workers, rowBlocks * blocks, task -> {
            int m0 = task / blocks * blockRows;
            int m1 = Math.min(m, m0 + blockRows);
            int n0 = start + task % blocks * blockColumns;
            int n1 = Math.min(n, n0 + blockColumns);
            if (m0 < m1 && n0 < n1) {
                float[] panels = scratch.take(Tile.PANELS);
                float[] sums = scratch.take(blockRows * blockColumns);
                for (int d = 0; d < depths; d++) {
                    int k0 = d * blockDepth;
                    int k1 = Math.min(k, k0 + blockDepth);
                    left.pack(scratch, panels, Scratch.START, m0, m1, k0, k1);
                    int at = Scratch.START + (n0 - start) * k + k0 * COLUMNS;
                    multiply(panels, packed, at, k * COLUMNS, m1 - m0, n1 - n0, k1 - k0, sums, d == 0);
                }
                destination.storeTiles(sums, blockRows / ROWS, m0, m1, n0, n1);
                scratch.give(sums);
                scratch.give(panels);
            }
        });
    }

    /** Cuts the sums into parts too, each with its own result; then adds those in order. */
    private void inParts(Workers workers) {
        int blocks = rowBlocks * columnBlocks;
        float[] partial = scratch.take(parts * m * n);
        workers.run(parts * blocks, task -> part(task / blocks, task % blocks, partial));
        int chunk = Math.max(1, Math.ceilDiv(m, TASKS));
        workers.run(Math.ceilDiv(m, chunk), task -> {
            int m0 = task * chunk;
            int m1 = Math.min(m, m0 + chunk);
            for (int part = 1; part < parts; part++) {
                Copy.add(partial, m0 * n, partial, (part * m + m0) * n, (m1 - m0) * n);
            }
            for (int i = m0; i < m1; i++) {
                destination.storeRow(partial, i * n, i, 0, n);
            }
        });
        scratch.give(partial);
    }

    private void part(int part, int index, float[] partial) {
        int m0 = index / columnBlocks * blockRows;
        int m1 = Math.min(m, m0 + blockRows);
        int n0 = index % columnBlocks * blockColumns;
        int n1 = Math.min(n, n0 + blockColumns);
        if (m0 >= m1 || n0 >= n1) {
            return;
        }
        float[] panels = scratch.take(Tile.PANELS);
        float[] packedRight = scratch.take(DEPTH * blockColumns);
        float[] sums = scratch.take(blockRows * blockColumns);
        int from = (int) ((long) depths * part / parts);
        int to = (int) ((long) depths * (part + 1) / parts);
        for (int d = from; d < to; d++) {
            int k0 = d * blockDepth;
            int k1 = Math.min(k, k0 + blockDepth);
            left.pack(scratch, panels, Scratch.START, m0, m1, k0, k1);
            for (int j = n0; j < n1; j += COLUMNS) {
                right.pack(packedRight, Scratch.START + (j - n0) * (k1 - k0), k0, k1, j, Math.min(n1, j + COLUMNS));
            }
            multiply(
                    panels,
                    packedRight,
                    Scratch.START,
                    (k1 - k0) * COLUMNS,
                    m1 - m0,
                    n1 - n0,
                    k1 - k0,
                    sums,
                    d == from);
        }
        var own = new Destination(partial, RowMap.rows(part * m * n, n), null, false, null);
        own.storeTiles(sums, blockRows / ROWS, m0, m1, n0, n1);
        scratch.give(sums);
        scratch.give(packedRight);
        scratch.give(panels);
    }

    /** sums += left right: one right panel after the other, and down the left ones for each, so that it stays near. */
    private void multiply(
            float[] lefts,
            float[] rights,
            int rightAt,
            int rightPanel,
            int rows,
            int columns,
            int depth,
            float[] sums,
            boolean first) {
        int at = Scratch.START;
        int leftPanel = left.byColumns() ? depth * Tile.PANEL : Tile.panelByRows(depth);
        for (int j = 0; j < columns; j += COLUMNS) {
            int panel = rightAt + j / COLUMNS * rightPanel;
            for (int i = 0; i < blockRows; i += ROWS) {
                if (i >= rows) {
                    // The last block may be shorter; its tiles lie as in the others.
                } else if (left.byColumns()) {
                    ColumnTile.multiply(
                            lefts, Scratch.START + i / ROWS * leftPanel, rights, panel, depth, sums, at, first);
                } else {
                    int tile = Scratch.START + i / ROWS * leftPanel;
                    RowTile.multiply(lefts, tile, rights, panel, RowTile.NOTHING, depth, sums, at, first);
                }
                at += SIZE;
            }
        }
    }
}
