package dev.azulejo.engine.cpu.vector.conv;

import dev.azulejo.engine.cpu.vector.base.Scratch;
import dev.azulejo.engine.cpu.vector.gemm.Tile;
import java.util.Arrays;

/**
 * The transforms of Winograd's minimal filtering F(4, r), y = A' [(G g) * (B' d)], along one axis: of some lines, each
 * over {@code count} neighbouring lanes (a multiple of the register's). What is read of a line is {@code step} apart, lines
 * are {@code line} apart, from {@code at} on; {@code toAt}, {@code toLine} and {@code toStep} say the same of what is written.
 * Applied along both axes they make the two-dimensional ones.
 *
 * <p>What is loaded is loaded by {@code FloatVector.fromArray} itself, which the JDK forces C2 to inline, here and in every
 * kernel that counts. In a helper of our own that C2 finds cold, when it compiles the method around it early, the call stays
 * a call and its vectors are boxed: seen as kernels ten times slower from one start to the next.
 */
public interface WinogradTransform {
    /** Outputs a tile has along an axis. */
    int OUTPUTS = 4;

    /** Most points a tile has along an axis. */
    int MOST_POINTS = 6;

    /** Lanes done at a time, so that what lies between the axes stays in the first-level cache. */
    int CHUNK = 128;

    /** Lanes of filters done at a time; a filter has fewer taps than points. */
    int TOGETHER = 2 * CHUNK;

    /** Floats of scratch between the axes. */
    int BETWEEN = MOST_POINTS * MOST_POINTS * CHUNK;

    /** Taps of the filter, r. */
    int taps();

    /** Points, r + 3: so many inputs make one tile. */
    int points();

    /**
     * B': points from as many inputs, of which those before {@code first} and from {@code end} on are zero and not read:
     * they lie outside the image.
     */
    void input(
            float[] from,
            int at,
            int line,
            int step,
            int first,
            int end,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count);

    /** A': four outputs from points. */
    void output(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count);

    /** G: points from taps. */
    void filter(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count);

    /** A: points from the gradients of four outputs. */
    void outputGradient(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count);

    /** G': gradients of taps from points. */
    void filterGradient(
            float[] from,
            int at,
            int line,
            int step,
            float[] to,
            int toAt,
            int toLine,
            int toStep,
            int lines,
            int count);

    /**
     * {@link #input} along both axes. What is written of each {@link Tile#SLICE} channels is {@code toSlice} apart.
     *
     * @param at where the first input would be, though it lie outside
     * @param top first row that exists
     * @param bottom one after the last
     * @param left first column that exists
     * @param right one after the last
     */
    default void input(
            float[] from,
            int at,
            int stepY,
            int stepX,
            int top,
            int bottom,
            int left,
            int right,
            float[] between,
            float[] to,
            int toAt,
            int toY,
            int toX,
            int toSlice,
            int count) {
        int n = points();
        boolean some = top < bottom && left < right;
        int skipped = some ? left : n;
        int columns = some ? right - left : 0;
        for (int c = 0; c < count; c += CHUNK) {
            int lanes = Math.min(CHUNK, count - c);
            int start = Scratch.START + skipped * lanes;
            if (some) {
                input(
                        from,
                        at + left * stepX + c,
                        stepX,
                        stepY,
                        top,
                        bottom,
                        between,
                        start,
                        lanes,
                        n * lanes,
                        columns,
                        lanes);
            }
            for (int y = 0; y < n && columns < n; y++) {
                int line = Scratch.START + y * n * lanes;
                Arrays.fill(between, line, line + skipped * lanes, 0);
                Arrays.fill(between, line + (skipped + columns) * lanes, line + n * lanes, 0);
            }
            for (int s = 0; s < lanes; s += Tile.SLICE) {
                int slice = toAt + (c + s) / Tile.SLICE * toSlice + (c + s) % Tile.SLICE;
                input(
                        between,
                        Scratch.START + s,
                        n * lanes,
                        lanes,
                        0,
                        n,
                        to,
                        slice,
                        toY,
                        toX,
                        n,
                        Math.min(Tile.SLICE, lanes - s));
            }
        }
    }

    /** {@link #output} along both axes. */
    default void output(
            float[] from,
            int at,
            int stepY,
            int stepX,
            float[] between,
            float[] to,
            int toAt,
            int toY,
            int toX,
            int count) {
        int n = points();
        int m = OUTPUTS;
        for (int c = 0; c < count; c += CHUNK) {
            int lanes = Math.min(CHUNK, count - c);
            output(from, at + c, stepX, stepY, between, Scratch.START, lanes, n * lanes, n, lanes);
            output(between, Scratch.START, n * lanes, lanes, to, toAt + c, toY, toX, m, lanes);
        }
    }

    /** {@link #filter} along both axes for some filters that are side by side; at most {@link #TOGETHER} lanes in all. */
    default void filter(
            float[] from,
            int at,
            int stepY,
            int stepX,
            float[] between,
            float[] to,
            int toAt,
            int toY,
            int toX,
            int lanes) {
        int n = taps();
        filter(from, at, stepX, stepY, between, Scratch.START, lanes, n * lanes, n, lanes);
        filter(between, Scratch.START, n * lanes, lanes, to, toAt, toY, toX, points(), lanes);
    }

    /**
     * {@link #filterGradient} along both axes for some filters that are side by side, {@code width} lanes each, of which
     * {@code count} are written, {@code toLine} apart; at most {@link #TOGETHER} lanes in all.
     */
    default void filterGradient(
            float[] from,
            int at,
            int stepY,
            int stepX,
            float[] between,
            float[] to,
            int toAt,
            int toLine,
            int toY,
            int toX,
            int lines,
            int width,
            int count) {
        int n = points();
        int m = taps();
        int lanes = lines * width;
        filterGradient(from, at, stepX, stepY, between, Scratch.START, lanes, n * lanes, n, lanes);
        for (int y = 0; y < m; y++) {
            filterGradient(
                    between,
                    Scratch.START + y * n * lanes,
                    width,
                    lanes,
                    to,
                    toAt + y * toY,
                    toLine,
                    toX,
                    lines,
                    count);
        }
    }
}
