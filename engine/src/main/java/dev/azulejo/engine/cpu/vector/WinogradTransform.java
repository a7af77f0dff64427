package dev.azulejo.engine.cpu.vector;

/**
 * The transforms of Winograd's minimal filtering F(4, r) in one dimension, each over {@code count} neighbouring lanes (a
 * multiple of the register's): y = A' [(G g) * (B' d)]. Applied along both axes they make the two-dimensional ones. What
 * is read starts {@code step} apart at {@code at}, what is written {@code toStep} apart at {@code toAt}.
 */
interface WinogradTransform {
    /** Outputs a tile has along an axis. */
    int OUTPUTS = 4;

    /** Most points a tile has along an axis. */
    int MOST_POINTS = 6;

    /** Taps of the filter, r. */
    int taps();

    /** Points, r + 3: so many inputs make one tile. */
    int points();

    /** B': points from as many inputs. */
    void input(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** A': four outputs from points. */
    void output(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** G: points from taps. */
    void filter(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** A: points from the gradients of four outputs. */
    void outputGradient(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** G': gradients of taps from points. */
    void filterGradient(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

    /** {@link #input} along both axes; the points come out {@code toStep} apart. */
    default void input(
            float[] from, int at, int stepY, int stepX, float[] between, float[] to, int toAt, int toStep, int count) {
        int n = points();
        for (int j = 0; j < n; j++) {
            input(from, at + j * stepX, stepY, between, j * count, n * count, count);
        }
        for (int i = 0; i < n; i++) {
            input(between, i * n * count, count, to, toAt + i * n * toStep, toStep, count);
        }
    }

    /** {@link #output} along both axes, from points {@code step} apart to pixels {@code count} apart. */
    default void output(float[] from, int at, int step, float[] between, float[] to, int count) {
        int n = points();
        for (int j = 0; j < n; j++) {
            output(from, at + j * step, n * step, between, j * count, n * count, count);
        }
        for (int i = 0; i < OUTPUTS; i++) {
            output(between, i * n * count, count, to, i * OUTPUTS * count, count, count);
        }
    }

    /** {@link #filter} along both axes. */
    default void filter(
            float[] from, int at, int stepY, int stepX, float[] between, float[] to, int toAt, int toStep, int count) {
        int n = points();
        int r = taps();
        for (int j = 0; j < r; j++) {
            filter(from, at + j * stepX, stepY, between, j * count, r * count, count);
        }
        for (int i = 0; i < n; i++) {
            filter(between, i * r * count, count, to, toAt + i * n * toStep, toStep, count);
        }
    }

    /** {@link #outputGradient} along both axes. */
    default void outputGradient(
            float[] from, int at, int stepY, int stepX, float[] between, float[] to, int toAt, int toStep, int count) {
        int n = points();
        for (int j = 0; j < OUTPUTS; j++) {
            outputGradient(from, at + j * stepX, stepY, between, j * count, OUTPUTS * count, count);
        }
        for (int i = 0; i < n; i++) {
            outputGradient(between, i * OUTPUTS * count, count, to, toAt + i * n * toStep, toStep, count);
        }
    }

    /** {@link #filterGradient} along both axes, from points {@code step} apart. */
    default void filterGradient(
            float[] from,
            int at,
            int step,
            float[] between,
            float[] to,
            int toAt,
            int toStepY,
            int toStepX,
            int count) {
        int n = points();
        int r = taps();
        for (int j = 0; j < n; j++) {
            filterGradient(from, at + j * step, n * step, between, j * count, n * count, count);
        }
        for (int i = 0; i < r; i++) {
            filterGradient(between, i * n * count, count, to, toAt + i * toStepY, toStepX, count);
        }
    }
}
