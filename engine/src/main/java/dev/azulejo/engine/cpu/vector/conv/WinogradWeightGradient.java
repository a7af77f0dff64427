package dev.azulejo.engine.cpu.vector.conv;

import static dev.azulejo.engine.cpu.vector.gemm.Tile.COLUMNS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.PANEL;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.ROWS;
import static dev.azulejo.engine.cpu.vector.gemm.Tile.SIZE;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.Workers;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.ColumnTile;
import dev.azulejo.engine.cpu.vector.gemm.Copy;

/**
 * The gradient of weights by Winograd's minimal filtering: from y = A' [(G g) * (B' d)] follows dg = G' [(A dy) * (B' d)],
 * summed over tiles in the middle, which is a product per point. Some tiles at a time are all transformed, then each point
 * is a task, whose sums grow from one lot of tiles to the next; at last the sums are transformed back.
 */
public final class WinogradWeightGradient {
    /** Tiles transformed at a time: many, as the sums of all points pass once for each lot. */
    private static final int TILES = 256;

    /** Tiles a task transforms. */
    private static final int GROUP = 16;

    private final WinogradTiles tiles;
    private final ConvolutionGeometry g;
    private final int points;
    private final int phases;
    private final int panels;
    private final int groups;
    private final int most;
    private final float[] inputs;
    private final float[] outputs;
    private final float[] sums;
    private final Scratch scratch;

    private WinogradWeightGradient(WinogradTiles tiles, Scratch scratch) {
        this.tiles = tiles;
        this.g = tiles.geometry();
        this.points = tiles.points();
        this.phases = tiles.phases();
        this.panels = Math.ceilDiv(g.outChannels(), COLUMNS);
        this.groups = Math.ceilDiv(g.inChannels(), ROWS);
        this.most = Math.min(tiles.count(), TILES);
        this.inputs = scratch.take(phases * points * WinogradTiles.pointStride(most, g.inChannels()));
        this.outputs = scratch.take(points * WinogradTiles.pointStride(most, panels * COLUMNS));
        this.sums = scratch.take(phases * points * panels * groups * SIZE);
        this.scratch = scratch;
    }

    /** dw = the gradient of the weights {@code [kernelHeight, kernelWidth, inChannels, outChannels]}. */
    static void run(Workers workers, Scratch scratch, WinogradTiles tiles, float[] x, float[] dy, float[] dw) {
        var gradient = new WinogradWeightGradient(tiles, scratch);
        int kinds = 1 + gradient.phases;
        for (int start = 0; start < tiles.count(); start += gradient.most) {
            int first = start;
            int count = Math.min(gradient.most, tiles.count() - first);
            workers.run(
                    Math.ceilDiv(count, GROUP) * kinds,
                    task -> gradient.transform(x, dy, first, count, task / kinds * GROUP, task % kinds));
            workers.run(gradient.phases * gradient.points, task -> gradient.multiply(task, count, first == 0));
        }
        int blocks = gradient.panels * gradient.groups;
        workers.run(gradient.phases * blocks, task -> gradient.finish(task / blocks, task % blocks, dw));
        scratch.give(gradient.sums);
        scratch.give(gradient.outputs);
        scratch.give(gradient.inputs);
    }

    /**
     * Transforms a group of tiles, of the input of one phase or of the gradient of the output.
     *
     * @param first first tile of this lot
     * @param count tiles of the lot
     * @param at first tile of the group, within the lot
     * @param kind which phase, or how many there are for the gradient
     */
    private void transform(float[] x, float[] dy, int first, int count, int at, int kind) {
        int own = Math.min(GROUP, count - at);
        int in = g.inChannels();
        float[] between = scratch.take(WinogradTransform.BETWEEN);
        if (kind < phases) {
            int step = WinogradTiles.pointStride(count, in);
            tiles.input(
                    x,
                    kind,
                    first + at,
                    own,
                    between,
                    inputs,
                    Scratch.START + kind * points * step + at * in,
                    step,
                    false);
        } else {
            float[] patch = scratch.take(WinogradTransform.OUTPUTS * WinogradTransform.OUTPUTS * COLUMNS);
            int step = WinogradTiles.pointStride(count, panels * COLUMNS);
            tiles.outputGradient(
                    dy, first + at, own, patch, between, outputs, Scratch.START + at * COLUMNS, step, count * COLUMNS);
            scratch.give(patch);
        }
        scratch.give(between);
    }

    /** Adds the products of one point of one phase to its sums {@code [panel][group][ROWS][COLUMNS]}. */
    private void multiply(int index, int count, boolean first) {
        int in = g.inChannels();
        int output = Scratch.START + index % points * WinogradTiles.pointStride(count, panels * COLUMNS);
        int at = Scratch.START + index * panels * groups * SIZE;
        float[] left = scratch.take(groups * count * PANEL);
        int input = Scratch.START + index * WinogradTiles.pointStride(count, in);
        Copy.panelsByColumns(inputs, input, in, left, Scratch.START, in, count);
        for (int panel = 0; panel < panels; panel++) {
            for (int group = 0; group < groups; group++) {
                int right = output + panel * count * COLUMNS;
                ColumnTile.multiply(
                        left, Scratch.START + group * count * PANEL, outputs, right, count, sums, at, first);
                at += SIZE;
            }
        }
        scratch.give(left);
    }

    /** Transforms one tile of the sums of one phase back. */
    private void finish(int phase, int block, float[] dw) {
        int step = panels * groups * SIZE;
        int at = Scratch.START + phase * points * step + block * SIZE;
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
