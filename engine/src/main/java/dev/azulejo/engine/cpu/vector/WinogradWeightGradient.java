package dev.azulejo.engine.cpu.vector;

import static dev.azulejo.engine.cpu.vector.Tile.COLUMNS;
import static dev.azulejo.engine.cpu.vector.Tile.PANEL;
import static dev.azulejo.engine.cpu.vector.Tile.ROWS;
import static dev.azulejo.engine.cpu.vector.Tile.SIZE;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.Workers;

/**
 * The gradient of weights by Winograd's minimal filtering: from y = A' [(G g) * (B' d)] follows dg = G' [(A dy) * (B' d)],
 * summed over tiles in the middle, which is a product a point. A task takes one phase, one part of the tiles and, where that
 * makes few tasks, a share of the panels, all cut by shape; the parts are added in order before the transform back.
 */
final class WinogradWeightGradient {
    /** Tiles that are transformed at a time: the more, the less often the sums go through the cache. */
    private static final int TILES = 64;

    /** Tiles a part, and most parts of all phases: each has sums of its own. */
    private static final int PART = 256;

    private static final int MOST_PARTS = 8;

    /** Tasks that a shape should give if it can; for each share of the panels the input is transformed again. */
    private static final int TASKS = 2;

    private final WinogradTiles tiles;
    private final ConvolutionGeometry g;
    private final int points;
    private final int phases;
    private final int panels;
    private final int groups;
    private final int parts;
    private final int shares;
    private final Scratch scratch;

    private WinogradWeightGradient(WinogradTiles tiles, Scratch scratch) {
        this.tiles = tiles;
        this.g = tiles.geometry();
        this.points = tiles.points();
        this.phases = tiles.phases();
        this.panels = Math.ceilDiv(g.outChannels(), COLUMNS);
        this.groups = Math.ceilDiv(g.inChannels(), ROWS);
        this.parts = Math.clamp(tiles.count() / PART, 1, Math.max(1, MOST_PARTS / phases));
        this.shares = Math.clamp(TASKS / (parts * phases), 1, panels);
        this.scratch = scratch;
    }

    /** dw = the gradient of the weights {@code [kernelHeight, kernelWidth, inChannels, outChannels]}. */
    static void run(Workers workers, Scratch scratch, WinogradTiles tiles, float[] x, float[] dy, float[] dw) {
        var gradient = new WinogradWeightGradient(tiles, scratch);
        int sumsSize = gradient.points * gradient.panels * gradient.groups * SIZE;
        float[] sums = scratch.take(gradient.parts * gradient.phases * sumsSize);
        workers.run(gradient.parts * gradient.phases * gradient.shares, task -> {
            int part = task / gradient.shares;
            gradient.part(
                    x,
                    dy,
                    part / gradient.phases,
                    part % gradient.phases,
                    task % gradient.shares,
                    sums,
                    part * sumsSize);
        });
        int blocks = gradient.panels * gradient.groups;
        workers.run(
                gradient.phases * blocks,
                task -> gradient.finish(
                        sums, task / blocks * sumsSize, task % blocks, gradient.phases * sumsSize, task / blocks, dw));
        scratch.give(sums);
    }

    /** Sums {@code [point][panel][group][ROWS][COLUMNS]} of one part of the tiles and one share of the panels. */
    private void part(float[] x, float[] dy, int part, int phase, int share, float[] sums, int sumsAt) {
        int panel0 = panels * share / shares;
        int own = panels * (share + 1) / shares - panel0;
        int in = g.inChannels();
        float[] input = scratch.take(points * WinogradTiles.pointStride(TILES, in) + PANEL);
        float[] output = scratch.take(points * WinogradTiles.pointStride(own, TILES * COLUMNS));
        float[] left = scratch.take(groups * TILES * PANEL);
        float[] patch = scratch.take(WinogradTransform.OUTPUTS * WinogradTransform.OUTPUTS * COLUMNS);
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        int start = (int) ((long) tiles.count() * part / parts);
        int end = (int) ((long) tiles.count() * (part + 1) / parts);
        for (int first = start; first < end; first += TILES) {
            int count = Math.min(TILES, end - first);
            tiles.input(x, phase, first, count, between, input);
            tiles.outputGradient(dy, first, count, patch, between, panel0, own, output);
            for (int point = 0; point < points; point++) {
                Copy.leftPanels(input, point * WinogradTiles.pointStride(count, in), in, left, count, in);
                int at = sumsAt + (point * panels + panel0) * groups * SIZE;
                for (int panel = 0; panel < own; panel++) {
                    int right = point * WinogradTiles.pointStride(own, count * COLUMNS) + panel * count * COLUMNS;
                    for (int group = 0; group < groups; group++) {
                        int panelAt = group * count * PANEL;
                        ColumnTile.multiply(left, panelAt, output, right, count, sums, at, first == start);
                        at += SIZE;
                    }
                }
            }
        }
        scratch.give(between);
        scratch.give(patch);
        scratch.give(left);
        scratch.give(output);
        scratch.give(input);
    }

    /** Adds the parts of one tile of sums, in order, and transforms it back. */
    private void finish(float[] sums, int sumsAt, int block, int partStride, int phase, float[] dw) {
        int step = panels * groups * SIZE;
        int at = sumsAt + block * SIZE;
        for (int point = 0; point < points; point++) {
            for (int part = 1; part < parts; part++) {
                Copy.add(sums, at + point * step, sums, part * partStride + at + point * step, SIZE);
            }
        }
        int n0 = block / groups * COLUMNS;
        int c0 = block % groups * ROWS;
        int count = Math.min(COLUMNS, g.outChannels() - n0);
        int tap = g.inChannels() * g.outChannels();
        int stride = g.stride();
        int start = (phase / stride * g.kernelWidth() + phase % stride) * tap + n0;
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        int together = WinogradTransform.TOGETHER / COLUMNS;
        int end = Math.min(g.inChannels(), c0 + ROWS);
        for (int c = c0; c < end; c += together) {
            tiles.transform()
                    .filterGradient(
                            sums,
                            at + (c - c0) * COLUMNS,
                            tiles.transform().points() * step,
                            step,
                            between,
                            dw,
                            start + c * g.outChannels(),
                            g.outChannels(),
                            stride * g.kernelWidth() * tap,
                            stride * tap,
                            Math.min(together, end - c),
                            COLUMNS,
                            count);
        }
        scratch.give(between);
    }
}
