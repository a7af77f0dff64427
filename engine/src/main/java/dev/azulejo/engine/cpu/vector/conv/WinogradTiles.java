package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.backend.ConvolutionGeometry;
import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Destination;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import java.util.Arrays;

/**
 * The division of a convolution into tiles of 4x4 outputs. A stride s makes s x s phases of the input: the input pixels
 * of one remainder meet every s-th tap, and over them the convolution has stride 1; the phases' products add up.
 *
 * @param transform the minimal filtering along each axis
 * @param geometry sizes of the convolution; its kernel is stride x taps, both ways
 */
public record WinogradTiles(WinogradTransform transform, ConvolutionGeometry geometry) {
    private static final int OUTPUTS = WinogradTransform.OUTPUTS;

    /** A line of what lies outside an image: zeros. (Loads through masks would wait for the stores that they read.) */
    static final float[] OUTSIDE = new float[WinogradTransform.CHUNK];

    /** Tiles whose panels of channels are transformed at a time. */
    private static final int TOGETHER = WinogradTransform.CHUNK / Tile.COLUMNS;

    /**
     * Panels whose pixels are stored together: memory likes long pieces. With one at a time a convolution took 2 to 7 %
     * longer.
     */
    static final int PANELS = 4;

    /** Floats of scratch for the pixels of some tiles and panels. */
    static final int PIXELS = PANELS * OUTPUTS * OUTPUTS * WinogradTransform.CHUNK;

    int points() {
        return transform.points() * transform.points();
    }

    int phases() {
        return geometry.stride() * geometry.stride();
    }

    int down() {
        return Math.ceilDiv(geometry.outHeight(), OUTPUTS);
    }

    int across() {
        return Math.ceilDiv(geometry.outWidth(), OUTPUTS);
    }

    int count() {
        return geometry.batch() * down() * across();
    }

    /**
     * Floats between the points of some tiles, of so many channels each: a cache line more than they take, lest points that
     * are a power of two apart share cache sets.
     */
    static int pointStride(int tiles, int channels) {
        return tiles * channels + Tile.LINE;
    }

    /**
     * Transforms the input of tiles.
     *
     * @param x the input
     * @param phase which phase of the stride
     * @param first first tile
     * @param tiles number of tiles
     * @param between scratch, {@link WinogradTransform#BETWEEN}
     * @param to what is written: tiles are {@code channels} apart, or in left panels by rows
     * @param toAt where the first tile goes
     * @param toStep floats between points
     * @param panels whether into panels; the first tile is then the first row of one
     */
    void input(
            float[] x,
            int phase,
            int first,
            int tiles,
            float[] between,
            float[] to,
            int toAt,
            int toStep,
            boolean panels) {
        int channels = geometry.inChannels();
        int stride = geometry.stride();
        int n = transform.points();
        int stepY = stride * geometry.inWidth() * channels;
        int stepX = stride * channels;
        int panel = Tile.panelByRows(channels);
        for (int t = 0; t < tiles; t++) {
            int tile = first + t;
            int top = tile / across() % down() * OUTPUTS * stride + phase / stride - geometry.padTop();
            int left = tile % across() * OUTPUTS * stride + phase % stride - geometry.padLeft();
            int image = tile / across() / down() * geometry.inHeight();
            int at = ((image + top) * geometry.inWidth() + left) * channels;
            transform.input(
                    x,
                    at,
                    stepY,
                    stepX,
                    Math.clamp(Math.ceilDiv(-top, stride), 0, n),
                    Math.clamp(Math.ceilDiv(geometry.inHeight() - top, stride), 0, n),
                    Math.clamp(Math.ceilDiv(-left, stride), 0, n),
                    Math.clamp(Math.ceilDiv(geometry.inWidth() - left, stride), 0, n),
                    between,
                    to,
                    toAt + (panels ? Tile.rowAt(t, panel) : t * channels),
                    n * toStep,
                    toStep,
                    panels ? Tile.ROWS * Tile.ROW : Tile.SLICE,
                    channels);
        }
    }

    /**
     * Transforms the gradient of the output of tiles into right panels, one per point.
     *
     * @param dy gradient of the output
     * @param first first tile
     * @param tiles number of tiles
     * @param patch scratch for a tile at the border, {@code [4][4][COLUMNS]}
     * @param between scratch, {@link WinogradTransform#BETWEEN}
     * @param to {@code [points²][panel][tiles][COLUMNS]}
     * @param toAt where the first tile goes
     * @param toStep floats between points
     * @param toPanel floats between panels
     */
    void outputGradient(
            float[] dy,
            int first,
            int tiles,
            float[] patch,
            float[] between,
            float[] to,
            int toAt,
            int toStep,
            int toPanel) {
        int panels = Math.ceilDiv(geometry.outChannels(), Tile.COLUMNS);
        int n = transform.points();
        for (int t = 0; t < tiles; t += TOGETHER) {
            int own = Math.min(TOGETHER, tiles - t);
            int lanes = own * Tile.COLUMNS;
            for (int q = 0; q < panels; q++) {
                for (int i = 0; i < own; i++) {
                    columns(
                            dy,
                            first + t + i,
                            q * Tile.COLUMNS,
                            patch,
                            between,
                            Scratch.START + i * Tile.COLUMNS,
                            lanes);
                }
                int at = toAt + q * toPanel + t * Tile.COLUMNS;
                transform.outputGradient(
                        between, Scratch.START, OUTPUTS * lanes, lanes, to, at, n * toStep, toStep, n, lanes);
            }
        }
    }

    /** Transforms the columns of one tile's gradient, one panel of channels: {@code [points][4][lanes]}. */
    private void columns(float[] dy, int tile, int n0, float[] patch, float[] between, int betweenAt, int lanes) {
        int channels = geometry.outChannels();
        int top = tile / across() % down() * OUTPUTS;
        int left = tile % across() * OUTPUTS;
        int image = tile / across() / down() * geometry.outHeight();
        int rows = Math.min(OUTPUTS, geometry.outHeight() - top);
        int columns = Math.min(OUTPUTS, geometry.outWidth() - left);
        int count = Math.min(Tile.COLUMNS, channels - n0);
        int at = ((image + top) * geometry.outWidth() + left) * channels + n0;
        int stepY = geometry.outWidth() * channels;
        if (rows == OUTPUTS && columns == OUTPUTS) {
            transform.outputGradient(
                    dy, at, channels, stepY, between, betweenAt, lanes, OUTPUTS * lanes, OUTPUTS, count);
            return;
        }
        Arrays.fill(patch, 0, OUTPUTS * OUTPUTS * count, 0);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                System.arraycopy(dy, at + i * stepY + j * channels, patch, (i * OUTPUTS + j) * count, count);
            }
        }
        transform.outputGradient(
                patch, 0, count, OUTPUTS * count, between, betweenAt, lanes, OUTPUTS * lanes, OUTPUTS, count);
    }

    /**
     * Transforms products back and stores the pixels that exist.
     *
     * @param sums products {@code [points²][panel][tile][COLUMNS]}
     * @param panelStep floats between the panels
     * @param first first tile
     * @param tiles number of tiles
     * @param from first panel
     * @param to one after the last
     * @param between scratch, {@link WinogradTransform#BETWEEN}
     * @param pixels scratch, {@link #PIXELS}
     */
    void output(
            float[] sums,
            int panelStep,
            int first,
            int tiles,
            int from,
            int to,
            float[] between,
            float[] pixels,
            Destination destination) {
        for (int panel = from; panel < to; panel += PANELS) {
            int next = Math.min(to, panel + PANELS);
            for (int t = 0; t < tiles; t += TOGETHER) {
                int at = Scratch.START + (panel - from) * panelStep + t * Tile.COLUMNS;
                int own = Math.min(TOGETHER, tiles - t);
                output(
                        sums,
                        at,
                        panelStep,
                        (to - from) * panelStep,
                        first + t,
                        own,
                        panel,
                        next,
                        between,
                        pixels,
                        destination);
            }
        }
    }

    /** The same for a few tiles and panels, whose pixels wait until all their channels are there. */
    private void output(
            float[] sums,
            int at,
            int panelStep,
            int step,
            int first,
            int tiles,
            int from,
            int to,
            float[] between,
            float[] pixels,
            Destination destination) {
        int lanes = tiles * Tile.COLUMNS;
        int line = OUTPUTS * lanes;
        int panel = OUTPUTS * line;
        for (int q = 0; q < to - from; q++) {
            transform.output(
                    sums,
                    at + q * panelStep,
                    transform.points() * step,
                    step,
                    between,
                    pixels,
                    Scratch.START + q * panel,
                    line,
                    lanes,
                    lanes);
        }
        int n0 = from * Tile.COLUMNS;
        int n1 = Math.min(geometry.outChannels(), to * Tile.COLUMNS);
        for (int i = 0; i < tiles; i++) {
            int tile = first + i;
            int top = tile / across() % down() * OUTPUTS;
            int left = tile % across() * OUTPUTS;
            int image = tile / across() / down();
            int rows = Math.min(OUTPUTS, geometry.outHeight() - top);
            int columns = Math.min(OUTPUTS, geometry.outWidth() - left);
            int pixel = Scratch.START + i * Tile.COLUMNS;
            destination.storePixels(pixels, pixel, line, lanes, panel, image, top, left, rows, columns, n0, n1);
        }
    }
}
