package dev.azulejo.engine.cpu.vector.conv;

import static dev.azulejo.engine.cpu.vector.gemm.Tile.COLUMNS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.ROWS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.SIZE;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Destination;
import dev.azulejo.engine.cpu.vector.gemm.RightOperand;
import dev.azulejo.engine.cpu.vector.gemm.RowTile;
import dev.azulejo.engine.cpu.vector.gemm.Tile;

/**
 * Convolution by Winograd's minimal filtering (Lavin and Gray 2016, arXiv 1509.09308), fused: a task takes some tiles,
 * transforms their input into scratch that stays in its second-level cache, multiplies each of the points by the
 * transformed filters with {@link RowTile}, and transforms back at the store. Filters are transformed once per call.
 */
public final class WinogradConvolution {
    /** Tiles a task: few enough for the cache, enough to read each transformed filter for several register tiles. */
    private static final int TILES = Tile.roundUp(84, ROWS);

    /** Tasks that a shape should give if it can. */
    private static final int TASKS = 16;

    /** Channels whose filters are transformed at a time. */
    private static final int TOGETHER = WinogradTransform.TOGETHER / COLUMNS;

    private final WinogradTiles tiles;
    private final ConvolutionGeometry g;
    private final int points;
    private final int phases;
    private final int panels;
    private final int blockTiles;
    private final int blocks;
    private final int shares;
    private final RightOperand weights;
    private final float[] filters;
    private final Scratch scratch;

    private WinogradConvolution(WinogradTiles tiles, RightOperand weights, int threads, Scratch scratch) {
        this.tiles = tiles;
        this.g = tiles.geometry();
        this.points = tiles.points();
        this.phases = tiles.phases();
        this.panels = Math.ceilDiv(g.outChannels(), COLUMNS);
        this.blockTiles = Math.clamp(Tile.roundUp(tiles.count() / TASKS, ROWS), ROWS, TILES);
        this.blocks = Math.ceilDiv(tiles.count(), blockTiles);
        this.shares = blockTiles == ROWS ? Math.min(threads, panels) : 1;
        this.weights = weights;
        this.filters = scratch.take(phases * points * filterStep());
        this.scratch = scratch;
    }

    /**
     * y = x * w.
     *
     * <p>The filters of a panel are transformed one after the other, and the tasks of a share of the panels follow each
     * other, so that a thread multiplies by filters that it has transformed itself.
     *
     * @param weights {@code [kernelHeight, kernelWidth, inChannels]} rows of the output's channels
     * @param destination where a pixel of the output goes
     */
    static void forward(
            Workers workers,
            Scratch scratch,
            WinogradTiles tiles,
            float[] x,
            RightOperand weights,
            Destination destination) {
        var convolution = new WinogradConvolution(tiles, weights, workers.threads(), scratch);
        int phases = convolution.phases;
        int blocks = convolution.blocks;
        workers.run(convolution.panels * phases, task -> convolution.filters(task % phases, task / phases));
        workers.run(
                convolution.shares * blocks, task -> convolution.block(x, task % blocks, task / blocks, destination));
        scratch.give(convolution.filters);
    }

    /** Floats between the points of the filters; odd in cache lines, so that points do not share cache sets. */
    private int filterStep() {
        return panels * g.inChannels() * COLUMNS + Tile.LINE;
    }

    /** {@return where the filters of one point and one panel begin} */
    private int filterAt(int phase, int point, int panel) {
        return Scratch.START + (phase * points + point) * filterStep() + panel * g.inChannels() * COLUMNS;
    }

    /** Floats between the points of the transformed input, that many left panels each. */
    private int pointStep(int groups) {
        return groups * Tile.panelByRows(g.inChannels()) + Tile.LINE;
    }

    /** Transforms the filters of one phase and one panel: {@code [phase][point][panel][inChannels][COLUMNS]}. */
    private void filters(int phase, int panel) {
        int in = g.inChannels();
        int taps = tiles.transform().taps();
        int n0 = panel * COLUMNS;
        int n1 = Math.min(g.outChannels(), n0 + COLUMNS);
        int step = filterStep();
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        float[] packed = scratch.take(taps * taps * TOGETHER * COLUMNS);
        for (int c = 0; c < in; c += TOGETHER) {
            int count = Math.min(TOGETHER, in - c);
            for (int tap = 0; tap < taps * taps; tap++) {
                int y = phase / g.stride() + tap / taps * g.stride();
                int x = phase % g.stride() + tap % taps * g.stride();
                int k = (y * g.kernelWidth() + x) * in + c;
                weights.pack(packed, Scratch.START + tap * TOGETHER * COLUMNS, k, k + count, n0, n1);
            }
            tiles.transform()
                    .filter(
                            packed,
                            Scratch.START,
                            taps * TOGETHER * COLUMNS,
                            TOGETHER * COLUMNS,
                            between,
                            filters,
                            filterAt(phase, 0, panel) + c * COLUMNS,
                            tiles.transform().points() * step,
                            step,
                            count * COLUMNS);
        }
        scratch.give(packed);
        scratch.give(between);
    }

    /**
     * One task: a block of tiles and, where there are few, a share of the panels; the input is then transformed for each
     * share. With one phase some panels are done at a time, so many as are stored together; with several the products of
     * all panels wait for the last phase.
     */
    private void block(float[] x, int index, int share, Destination destination) {
        int start = panels * share / shares;
        int end = panels * (share + 1) / shares;
        int first = index * blockTiles;
        int count = Math.min(blockTiles, tiles.count() - first);
        int groups = Math.ceilDiv(count, ROWS);
        int most = phases == 1 ? Math.min(end - start, WinogradTiles.PANELS) : end - start;
        float[] transformed = scratch.take(points * pointStep(groups));
        float[] sums = scratch.take(points * most * groups * SIZE);
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        float[] pixels = scratch.take(WinogradTiles.PIXELS);
        for (int panel = start; panel < end; panel += most) {
            int next = Math.min(end, panel + most);
            for (int phase = 0; phase < phases; phase++) {
                if (panel == start) {
                    tiles.input(x, phase, first, count, between, transformed, Scratch.START, pointStep(groups), true);
                }
                multiply(transformed, count, phase, panel, next, sums);
            }
            tiles.output(sums, groups * SIZE, first, count, panel, next, between, pixels, destination);
        }
        scratch.give(pixels);
        scratch.give(between);
        scratch.give(sums);
        scratch.give(transformed);
    }

    private void multiply(float[] transformed, int count, int phase, int from, int to, float[] sums) {
        int in = g.inChannels();
        int groups = Math.ceilDiv(count, ROWS);
        int at = Scratch.START;
        for (int point = 0; point < points; point++) {
            for (int panel = from; panel < to; panel++) {
                int filter = filterAt(phase, point, panel);
                int next = panel + 1 < to ? filterAt(phase, point, panel + 1) : filterAt(phase, point + 1, from);
                for (int group = 0; group < groups; group++) {
                    int left = Scratch.START + point * pointStep(groups) + group * Tile.panelByRows(in);
                    int ahead = next + group * in * COLUMNS / groups;
                    RowTile.multiply(transformed, left, filters, filter, ahead, in, sums, at, phase == 0);
                    at += SIZE;
                }
            }
        }
    }
}
