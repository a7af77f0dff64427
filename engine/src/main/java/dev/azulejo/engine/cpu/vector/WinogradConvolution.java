package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.vector.Tile.COLUMNS;
import static dev.azulejo.engine.cpu.vector.Tile.ROWS;
import static dev.azulejo.engine.cpu.vector.Tile.SIZE;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.Workers;

/**
 * Convolution by Winograd's minimal filtering (Lavin and Gray 2016, arXiv 1509.09308), fused: a task takes some tiles,
 * transforms their input into scratch that stays in its second-level cache, multiplies each of the points by the
 * transformed filters with {@link RowTile}, and transforms back at the store. Filters are transformed once a call.
 */
final class WinogradConvolution {
    /** Tiles a task: few enough for the cache, enough to read each transformed filter for several register tiles. */
    private static final int TILES = Tile.roundUp(84, ROWS);

    /** Tasks that a shape should give if it can. */
    private static final int TASKS = 16;

    private final WinogradTiles tiles;
    private final ConvolutionGeometry g;
    private final int points;
    private final int phases;
    private final int panels;
    private final int blockTiles;
    private final int blocks;
    private final int shares;
    private final float[] filters;
    private final Scratch scratch;

    private WinogradConvolution(WinogradTiles tiles, float[] filters, Scratch scratch) {
        this.tiles = tiles;
        this.g = tiles.geometry();
        this.points = tiles.points();
        this.phases = tiles.phases();
        this.panels = Math.ceilDiv(g.outChannels(), COLUMNS);
        this.blockTiles = Math.clamp(Tile.roundUp(tiles.count() / TASKS, ROWS), ROWS, TILES);
        this.blocks = Math.ceilDiv(tiles.count(), blockTiles);
        this.shares = Math.clamp(Math.ceilDiv(TASKS / 2, blocks), 1, panels);
        this.filters = filters;
        this.scratch = scratch;
    }

    /**
     * y = x * w.
     *
     * @param w {@code [kernelHeight, kernelWidth, inChannels, outChannels]}
     * @param destination where a pixel of the output goes
     */
    static void forward(
            Workers workers, Scratch scratch, WinogradTiles tiles, float[] x, float[] w, Destination destination) {
        ConvolutionGeometry g = tiles.geometry();
        int panels = Math.ceilDiv(g.outChannels(), COLUMNS);
        float[] filters = scratch.take(tiles.phases() * tiles.points() * filterStep(panels, g.inChannels()));
        var convolution = new WinogradConvolution(tiles, filters, scratch);
        workers.run(tiles.phases() * panels, task -> convolution.filters(w, task / panels, task % panels));
        workers.run(
                convolution.blocks * convolution.shares,
                task -> convolution.block(x, task / convolution.shares, task % convolution.shares, destination));
        scratch.give(filters);
    }

    /** Floats between the points of the filters; odd in cache lines, lest all points share cache sets. */
    private static int filterStep(int panels, int in) {
        return panels * in * COLUMNS + WinogradTiles.LINE;
    }

    /** Floats between the points of the transformed input, that many left panels each. */
    private int pointStep(int groups) {
        return groups * Tile.panelByRows(g.inChannels()) + WinogradTiles.LINE;
    }

    /** Transforms the filters of one phase and one panel: {@code [phase][point][panel][inChannels][COLUMNS]}. */
    private void filters(float[] w, int phase, int panel) {
        int in = g.inChannels();
        int out = g.outChannels();
        int stride = g.stride();
        int tap = in * out;
        int count = Math.min(COLUMNS, out - panel * COLUMNS);
        int start = (phase / stride * g.kernelWidth() + phase % stride) * tap + panel * COLUMNS;
        int step = filterStep(panels, in);
        int together = count == COLUMNS ? WinogradTransform.TOGETHER / COLUMNS : 1;
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        for (int c = 0; c < in; c += together) {
            tiles.transform()
                    .filter(
                            w,
                            start + c * out,
                            out,
                            stride * g.kernelWidth() * tap,
                            stride * tap,
                            between,
                            filters,
                            Scratch.START + phase * points * step + (panel * in + c) * COLUMNS,
                            tiles.transform().points() * step,
                            step,
                            Math.min(together, in - c),
                            count);
        }
        scratch.give(between);
    }

    /**
     * One task: a block of tiles and, where there are few blocks, a share of the panels; the input is then transformed for
     * each share. With one phase the panels are done one after the other, each with its products near; with several the
     * products of all panels wait for the last phase.
     */
    private void block(float[] x, int index, int share, Destination destination) {
        int start = panels * share / shares;
        int end = panels * (share + 1) / shares;
        int first = index * blockTiles;
        int count = Math.min(blockTiles, tiles.count() - first);
        int groups = Math.ceilDiv(count, ROWS);
        int together = phases == 1 ? 1 : end - start;
        float[] transformed = scratch.take(points * pointStep(groups));
        float[] sums = scratch.take(points * together * groups * SIZE);
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        float[] pixels = scratch.take(WinogradTransform.OUTPUTS * WinogradTransform.OUTPUTS * WinogradTransform.CHUNK);
        for (int panel = start; panel < end; panel += together) {
            for (int phase = 0; phase < phases; phase++) {
                if (panel == start) {
                    tiles.input(x, phase, first, count, between, transformed, Scratch.START, pointStep(groups), true);
                }
                multiply(transformed, count, phase, panel, panel + together, sums);
            }
            for (int q = 0; q < together; q++) {
                int step = together * groups * SIZE;
                int n0 = (panel + q) * COLUMNS;
                tiles.output(
                        sums, Scratch.START + q * groups * SIZE, step, first, count, n0, between, pixels, destination);
            }
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
                int filter = Scratch.START + (phase * points + point) * filterStep(panels, in) + panel * in * COLUMNS;
                for (int group = 0; group < groups; group++) {
                    int left = Scratch.START + point * pointStep(groups) + group * Tile.panelByRows(in);
                    RowTile.multiply(transformed, left, filters, filter, in, sums, at, phase == 0);
                    at += SIZE;
                }
            }
        }
    }
}
